using System.Text.Json;
using Bokgi.Host.Runs.Accounts;
using Bokgi.Host.Runs.Requests;
using Bokgi.Host.Runs.Store;
using Bokgi.IntegrationTests.Http;
using Bokgi.IntegrationTests.Store;
using Bokgi.Trading;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>Runs that are submitted to the embedded server.</summary>
public sealed class RunAsyncTests(MinuteLake lake)
{
    [Fact]
    public async Task RunAsync_OneKeyManyTimesAtOnce_IsOneTask()
    {
        using var house = Start();
        var form = Small(lake.Symbols(1));

        var tasks = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => house.Submit(form, "one key"))));

        tasks.Distinct().ShouldHaveSingleItem();
        house.WaitForEnd(tasks[0]);
        house.Submit(form, "one key").ShouldBe(tasks[0], "also when it has ended");
        house
            .Send(HttpMethod.Post, "/api/backtests/run-async", form with { Warmup = 1 }, "one key")
            .ShouldBeProblem(422, "belongs to another request", "Idempotency-Key");
        house.Submit(form).ShouldNotBe(tasks[0]);
        house.Get("/api/backtests/tasks")["total"].GetInt32().ShouldBe(2);
    }

    [Fact]
    public void Run_OverTheEstimate_IsHandedOverAndBecomesAnOrdinaryRun()
    {
        using var house = new Installation(databaseUrl: string.Empty, lake.Path);
        house.StartServer(concurrency: 1, runSyncSeconds: 0);
        var form = Installation.Minutes(lake.Symbols(100)) with { Params = new() { ["hold_period_bars"] = JsonElement.Parse("1000") } };
        var accepted = house.Send(HttpMethod.Post, "/api/backtests/run", form);
        accepted.Status.ShouldBe(202, accepted.Text);
        var task = accepted["task_id"].GetString()!;
        accepted.Headers["Location"].ShouldBe($"/api/backtests/status/{task}");

        var progress = new List<double>();
        JsonElement? positions = null;
        house.Until(() => Follow(house, task, progress, ref positions), "end of the run");

        progress.ShouldBe(progress.Order());
        progress.ShouldContain(done => done > 0 && done < 1, "progress is reported during the run");
        progress[^1].ShouldBe(1);
        ShouldBeOrdinary(house, house.WaitForEnd(task)["result", "run_id"].GetString()!);
        house.Status(task)["status"].GetString().ShouldBe("completed");
        // On a fast machine, every poll may miss the time in which positions are open; in that case, poll another run.
        var runs = 1;
        for (; positions is null; runs++)
        {
            var other = house.Send(HttpMethod.Post, "/api/backtests/run", form)["task_id"].GetString()!;
            house.Until(() => Follow(house, other, [], ref positions), "end of another run");
            runs.ShouldBeLessThan(100);
        }

        ShouldAddUp(positions.Value);
        house.Get("/api/backtests/tasks?status=completed")["total"].GetInt32().ShouldBe(runs);
        house.Get("/api/backtests/tasks?status=failed")["total"].GetInt32().ShouldBe(0);
    }

    [Fact]
    public void RunAsync_SymbolsWithoutCandles_AreWarnedOfOrFailTheTask()
    {
        using var house = Start();

        var some = house.WaitForEnd(house.Submit(Small("C0_KRW", "NONE_KRW")));
        var none = house.WaitForEnd(house.Submit(Small("NONE_KRW")), "failed");

        house
            .Get($"/api/backtests/{some["result", "run_id"].GetString()}")["warnings"][0]
            .GetString()
            .ShouldBe("NONE_KRW has no candle in the range and was left out; the cash was shared by the others");
        none["error"].GetString()!.ShouldContain("no candle of NONE_KRW at 1M lies in 2024-01-01 to 2024-01-02");
        none["result"].ValueKind.ShouldBe(JsonValueKind.Null);
        house.Get("/api/backtests/tasks?status=failed")["total"].GetInt32().ShouldBe(1);
    }

    [Fact]
    public void RunAsync_SymbolWithoutOneValidCandle_SharesTheCashAsADirectRunDoes()
    {
        using var house = new Installation(databaseUrl: string.Empty);
        SmallLake.WriteHours(house.DataRoot, "A_KRW", 200);
        SmallLake.WriteHours(house.DataRoot, "BAD_KRW", 200, (_, candle) => candle with { High = candle.Low - 1 });
        SmallLake.WriteHours(house.DataRoot, "C_KRW", 150);
        house.StartServer(concurrency: 1);
        var form = Small("A_KRW", "BAD_KRW", "C_KRW") with { Strategy = "volume_long_candle", Timeframe = "1H", EndDate = "2024-01-31" };
        using var direct = new DirectRun(house.DataRoot, form);

        var end = house.WaitForEnd(house.Submit(form));

        direct.ShouldEqual(house.Runs, end["result", "run_id"].GetString()!);
        direct.Document.Symbols.Select(symbol => symbol.Symbol).ShouldBe(["A_KRW", "C_KRW"]);
        end["attempts"].GetInt32().ShouldBe(1);
        direct.Document.Warnings.ShouldBe([
            "BAD_KRW was left out: all 200 candles in the range are invalid (outside_high_low); the cash was shared by the others; import corrected candles",
        ]);
        house
            .WaitForEnd(house.Submit(form with { Symbols = ["BAD_KRW"], Overrides = null }), "failed")["error"]
            .GetString()!
            .ShouldContain("are invalid: 200 of BAD_KRW (outside_high_low)");
    }

    [Fact]
    public void RunAsync_CandlesThatJumpAndLack_WarnsAsADirectRunDoes()
    {
        using var house = new Installation(databaseUrl: string.Empty);
        string[] symbols = [.. Enumerable.Range(0, 6).Select(i => $"S{i}_KRW")];
        foreach (var symbol in symbols)
            SmallLake.WriteHours(
                house.DataRoot,
                symbol,
                200,
                (i, candle) =>
                    candle with
                    {
                        TimeUtc = candle.TimeUtc + (i < 100 ? 0 : 5 * 3_600_000_000L),
                        High = i < 150 ? candle.High : candle.High * 2,
                        Close = i < 150 ? candle.Close : candle.High * 2,
                    }
            );
        house.StartServer(concurrency: 2);
        var form = Small(symbols) with { Strategy = "volume_long_candle", Timeframe = "1H", EndDate = "2024-01-31" };
        using var direct = new DirectRun(house.DataRoot, form);

        var end = house.WaitForEnd(house.Submit(form));

        direct.ShouldEqual(house.Runs, end["result", "run_id"].GetString()!);
        direct.Document.Warnings.Count.ShouldBe(12);
        direct
            .Document.Warnings[0]
            .ShouldStartWith("S0_KRW: 5 of 205 expected bars are missing for an unknown reason (coverage 97.56 %); ");
        direct.Document.Warnings[1].ShouldStartWith("S0_KRW: a price jump of +95.3 % at 2024-01-07T11:00:00Z; ");
    }

    [Fact]
    public void RunAsync_AtTheCostsOfAnExchange_IsTheDirectRunToTheBit()
    {
        using var house = Start();
        var form = Small(lake.Symbols(3)) with { Account = AccountForm.Of(new AccountSettings { Costs = ExchangeCosts.Upbit }, 16_000) };
        using var direct = new DirectRun(lake.Path, form);

        var end = house.WaitForEnd(house.Submit(form));

        direct.ShouldEqual(house.Runs, end["result", "run_id"].GetString()!);
        direct.Document.Totals.Trades.ShouldBePositive();
        direct.Document.Totals.TooSmall.ShouldBePositive();
    }

    private Installation Start()
    {
        var house = new Installation(databaseUrl: string.Empty, lake.Path);
        house.StartServer(concurrency: 1);
        return house;
    }

    private static BacktestForm Small(params string[] symbols) => Installation.Minutes(symbols) with { EndDate = "2024-01-02" };

    // Keeps the last positions that a poll returned.
    private static bool Follow(Installation house, string task, List<double> progress, ref JsonElement? positions)
    {
        var status = house.Status(task);
        progress.Add(status["progress"].GetDouble());
        var seen = house.Get($"/api/backtests/tasks/{task}/positions");
        seen.Status.ShouldBe(200, seen.Text);
        if (seen["positions"].GetArrayLength() > 0)
            positions = seen.Json;
        return status["status"].GetString() == "completed";
    }

    private static void ShouldAddUp(JsonElement document)
    {
        var sum = 0.0;
        foreach (var position in document.GetProperty("positions").EnumerateArray())
        {
            var paid = Number("entry_price") * Number("quantity") * (1 + AccountSettings.StandardFeeRate);
            var pnl = (Number("quantity") * Number("current_price")) - paid;
            Number("unrealized_pnl").ShouldBe(pnl, 1e-6 * paid);
            Number("unrealized_pnl_pct").ShouldBe(pnl / paid, 1e-6);
            sum += Number("unrealized_pnl");

            double Number(string name) => position.GetProperty(name).GetDouble();
        }

        var summary = document.GetProperty("summary");
        summary.GetProperty("open_positions").GetInt32().ShouldBe(document.GetProperty("positions").GetArrayLength());
        summary.GetProperty("unrealized_pnl").GetDouble().ShouldBe(sum, 1e-6 * Math.Abs(sum));
        summary.GetProperty("bars_done").GetInt64().ShouldBeInRange(1, summary.GetProperty("bars_total").GetInt64());
    }

    private static void ShouldBeOrdinary(Installation house, string runId)
    {
        var path = $"/api/backtests/{runId}";
        var run = house.Get(path);
        run["symbols"].GetArrayLength().ShouldBe(100);
        house.Runs.FindFiles(runId)!.OpenTrades().Groups.ShouldBe(100);
        house.Get("/api/backtests/latest").Text.ShouldBe(run.Text);
        house
            .Get($"{path}/trades?symbol=C99_KRW&limit=1")["total"]
            .GetInt32()
            .ShouldBe(run["symbols"][99].GetProperty("trades").GetInt32());
        house.Get($"{path}/equity?points=100").Status.ShouldBe(200);
        var changed = house.Send(HttpMethod.Patch, $"{path}/symbols/C99_KRW", new { IsActive = false });
        changed.Status.ShouldBe(200, changed.Text);
        changed["total_trades"].GetInt32().ShouldBe(run["total_trades"].GetInt32() / 100 * 99);
        house.Send(HttpMethod.Delete, path).Status.ShouldBe(204);
        house.Get(path).Status.ShouldBe(404);
        house.Runs.List(new RunQuery()).Total.ShouldBe(0);
        Directory
            .EnumerateFiles(Path.Combine(house.StateRoot, "results"), "*.parquet", SearchOption.AllDirectories)
            .ShouldBeEmpty("its files are removed too");
    }
}
