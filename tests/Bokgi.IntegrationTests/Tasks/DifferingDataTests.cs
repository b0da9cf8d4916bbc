using Bokgi.IntegrationTests.Http;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>Workers whose candles differ from those of the server.</summary>
public sealed class DifferingDataTests(PostgresServer postgres, MinuteLake lake)
{
    [Fact]
    public void Worker_CandlesDiffer_HandsBackNamingTheFileAndAnotherDoesTheWork()
    {
        using var house = new Installation(postgres.CreateDatabase().ConnectionString, lake.Path);
        SmallLake.WriteMinutes(house.OtherDataRoot, lake.Symbols(100));
        house.StartServer();
        var right = house.StartWorker(heartbeatSeconds: 30);
        Installation.NameOf(right);
        var form = Installation.Minutes(lake.Symbols(100));
        var task = house.Submit(form);
        house.Until(() => house.Running().Any(step => step is { Address.Position: > 0, Beats: > 0 }), "piece in progress");
        right.Signal("STOP"); // suspended, for less time than the monitor waits before it reclaims a step
        var wrong = Installation.NameOf(house.StartWorker(dataRoot: house.OtherDataRoot));
        house.Until(() => house.Active().Any(step => step.RefusedBy.Contains(wrong, StringComparison.Ordinal)), "refusal");
        var refused = house.Active().First(step => step.RefusedBy.Contains(wrong, StringComparison.Ordinal));
        right.Signal("CONT");

        refused.Trouble!.ShouldContain("_KRW/1M/2024.parquet is not the same as when the task was cut into pieces");
        house.WaitForEnd(task)["attempts"].GetInt32().ShouldBe(1);
        using var direct = new DirectRun(lake.Path, form);
        direct.ShouldEqual(house.Runs, house.Status(task)["result", "run_id"].GetString()!);
    }

    [Fact]
    public void Worker_HasOtherFilesThanTheServer_DoesNotEvenCutTheWork()
    {
        using var house = new Installation(postgres.CreateDatabase().ConnectionString, lake.Path);
        house.StartServer();
        SmallLake.WriteMinutes(house.OtherDataRoot, lake.Symbols(2));
        var wrong = Installation.NameOf(house.StartWorker(dataRoot: house.OtherDataRoot));
        // Must start before any step is refused: when all live workers refuse a step, the task is cut again for the candles they have.
        var right = house.StartWorker(heartbeatSeconds: 30);
        house.Until(() => house.Get("/api/workers")["count"].GetInt32() == 2, "reports of both workers");
        right.Signal("STOP");
        var form = Installation.Minutes(lake.Symbols(3));
        var task = house.Submit(form);
        house.Until(() => house.Active().Any(step => step.RefusedBy.Contains(wrong, StringComparison.Ordinal)), "refusal");
        var refused = house.Active().ShouldHaveSingleItem();
        right.Signal("CONT");

        (refused.Address.Position, refused.Round).ShouldBe((0, 1));
        refused.Trouble!.ShouldContain("/1M/2024.parquet is not the same as when the task was cut into pieces");
        using var direct = new DirectRun(lake.Path, form);
        direct.ShouldEqual(house.Runs, house.WaitForEnd(task)["result", "run_id"].GetString()!);
    }
}
