using Bokgi.Host.Runs.Requests;
using Bokgi.IntegrationTests.Storage.Servers;
using Bokgi.IntegrationTests.Store;
using Bokgi.IntegrationTests.Tasks;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage;

/// <summary>
/// Real servers, workers and commands that store results on S3: an S3 outage, killed migrations, machines without a shared disk, wrong
/// credentials.
/// </summary>
public sealed class ResultsOnS3Tests(PostgresServer postgres, MinuteLake lake) : IAsyncLifetime
{
    private const int Runs = 20;

    private static readonly TimeSpan Outage = Installation.IsSoak ? TimeSpan.FromSeconds(30) : TimeSpan.Zero; // once the server reports it

    private readonly SignedS3Server s3 = new();

    public ValueTask InitializeAsync() => s3.InitializeAsync();

    public ValueTask DisposeAsync() => s3.DisposeAsync();

    [Fact]
    public async Task Runs_S3StoppedMeanwhile_AllCompleteAndAllFilesArrive()
    {
        using var house = new Installation(databaseUrl: string.Empty, lake.Path, s3.Settings);
        house.StartServer(concurrency: 2);
        var tasks = Enumerable.Range(0, Runs / 4).Select(_ => house.Submit(Day(1))).ToList();
        house.Until(() => s3.Objects.Count > 0, "first file");

        await s3.StopAsync();
        tasks.AddRange(Enumerable.Range(0, Runs - tasks.Count).Select(_ => house.Submit(Day(1))));
        var runs = tasks.ConvertAll(task => house.WaitForEnd(task)["result", "run_id"].GetString()!);
        foreach (var run in runs)
            house.Get($"/api/backtests/{run}/trades").Status.ShouldBe(200, "the files are still on this machine");
        house.Until(
            () =>
                house
                    .Get("/health/ready")["checks", "object_store"]
                    .GetString()!
                    .StartsWith("the object store cannot be used", StringComparison.Ordinal),
            "report that the store is unavailable"
        );
        var stopped = TimeProvider.System.GetTimestamp();
        house.Until(() => TimeProvider.System.GetElapsedTime(stopped) > Outage, "end of the outage");
        await s3.StartAsync();
        var followed = house.Until(
            () => s3.Objects.Count(each => each.Key.EndsWith("/manifest.json", StringComparison.Ordinal)) == Runs,
            "files"
        );

        TestContext.Current.TestOutputHelper?.WriteLine($"all files were there {followed} after S3 was back");
        s3.Objects.Count.ShouldBe(4 * Runs);
        house.Until(() => Local(house) == 0, "copies");
        var verify = house.StartCommand("storage", "verify", "--json");
        verify.WaitForEnd().ShouldBe(0, verify.Everything());
        verify.Lines.ShouldContain($"  \"good\": {4 * Runs},");
        house.Until(() => house.Get("/health/ready")["checks", "object_store"].GetString() == "ok", "report that the store is available");
    }

    [Fact]
    public void Migrate_KilledHalfWay_EndsVerifiedWhenStartedAgain()
    {
        using var house = new Installation(databaseUrl: string.Empty, lake.Path, s3.Settings);
        var runs = KeepLocally(house, Runs);
        Local(house).ShouldBe(Runs);

        using (s3.Faults.Hold("PutObject", after: 2 * Runs)) // half of the four files of each run
        {
            var killed = house.StartCommand("storage", "migrate", "--from", "local", "--to", "s3");
            house.Until(() => s3.Objects.Count == 2 * Runs, "half of the files");
            killed.Signal("KILL");
            killed.WaitForEnd().ShouldNotBe(0);
        }

        var left = Local(house);
        left.ShouldBeInRange(1, Runs - 1, "the kill must hit halfway through");
        var again = house.StartCommand("storage", "migrate", "--from", "local", "--to", "s3");
        again.WaitForEnd().ShouldBe(0, again.Everything());

        again.Lines[^1].ShouldEndWith(" missing");
        again.Lines.Count(line => line.EndsWith("verified", StringComparison.Ordinal)).ShouldBe(Runs);
        Local(house).ShouldBe(0);
        s3.Objects.Count.ShouldBe(4 * Runs);
        var verify = house.StartCommand("storage", "verify");
        verify.WaitForEnd().ShouldBe(0, verify.Everything());
        verify.Lines.ShouldBe([$"s3://{SignedS3Server.Bucket}: {4 * Runs} good, 0 damaged, 0 missing, 0 without a hash to compare with"]);
        foreach (var run in runs)
            house.Runs.FindFiles(run)!.OpenTrades().Dispose();
        var back = house.StartCommand("storage", "migrate", "--from", "s3", "--to", "local");
        back.WaitForEnd().ShouldBe(0, back.Everything());
        Local(house).ShouldBe(Runs);
        s3.Objects.ShouldBeEmpty();
    }

    [Fact]
    public void Run_WorkersAndServerOnMachinesOfTheirOwn_IsPutTogetherAndRead()
    {
        var form = Installation.Minutes(lake.Symbols(100));
        using var house = new Installation(postgres.CreateDatabase().ConnectionString, lake.Path, s3.Settings);
        using var undisturbed = new DirectRun(house.DataRoot, form);
        house.StartServer();
        foreach (var machine in (string[])["one", "two"])
            Installation.NameOf(house.StartWorker(stateRoot: machine));

        var run = house.WaitForEnd(house.Submit(form))["result", "run_id"].GetString()!;
        house.Until(() => house.Get($"/api/backtests/{run}/trades").Status == 200, "files of the run");

        undisturbed.ShouldEqual(house.Runs, run);
        house.Until(() => !s3.Objects.Any(each => each.Key.StartsWith("pieces/", StringComparison.Ordinal)), "end of the pieces");
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("storage list")]
    public void Start_SecretIsWrong_IsOneLine(string command)
    {
        using var house = new Installation(databaseUrl: string.Empty, lake.Path, Wrong());

        var process = house.StartCommand(command.Split(' '));
        process.WaitForEnd().ShouldBe(2, process.Everything());

        process.Lines.ShouldBeEmpty();
        process.Errors.ShouldHaveSingleItem().ShouldContain("AWS_SECRET_ACCESS_KEY");
        process.Errors[0].ShouldNotContain(Wrong()["AWS_SECRET_ACCESS_KEY"]);
    }

    [Fact]
    public async Task Backtest_ByCommand_CarriesItsFilesOrSaysThatTheyFollow()
    {
        using var house = new Installation(databaseUrl: string.Empty, lake.Path, s3.Settings);
        string[] backtest =
        [
            .. "backtest --symbols C0_KRW --strategy volume_long_candle --start 2024-01-01 --end 2024-01-01 --timeframe 1M".Split(' '),
        ];

        var first = house.StartCommand(backtest);
        first.WaitForEnd().ShouldBe(0, first.Everything());
        s3.Objects.Count.ShouldBe(4);
        await s3.StopAsync();
        var second = house.StartCommand(backtest);
        second.WaitForEnd().ShouldBe(0, second.Everything());
        second.Errors.ShouldContain(line => line.Contains("the files stay in STATE_ROOT and follow later", StringComparison.Ordinal));
        await s3.StartAsync();
        house.StartCommand(backtest).WaitForEnd().ShouldBe(0);

        s3.Objects.Count.ShouldBe(12);
    }

    private static BacktestForm Day(int symbols) =>
        Installation.Minutes([.. Enumerable.Range(0, symbols).Select(i => $"C{i}_KRW")]) with
        {
            EndDate = "2024-01-02",
        };

    private static int Local(Installation house)
    {
        var place = Path.Combine(house.StateRoot, "results", "backtests");
        return Directory.Exists(place) ? Directory.GetDirectories(place).Sum(day => Directory.GetDirectories(day).Length) : 0;
    }

    // Makes the runs on a server without S3.
    private static List<string> KeepLocally(Installation house, int count)
    {
        var server = house.StartServer(more: new KeyValuePair<string, string>("AWS_BUCKET_NAME", string.Empty));
        var runs = Enumerable
            .Range(0, count)
            .Select(_ => house.Send(HttpMethod.Post, "/api/backtests/run", Day(1))["run_id"].GetString()!)
            .ToList();
        server.Signal("TERM");
        server.WaitForEnd().ShouldBe(0, server.Everything());
        return runs;
    }

    private Dictionary<string, string> Wrong() => new(s3.Settings) { ["AWS_SECRET_ACCESS_KEY"] = "d3Jvbmcgc2VjcmV0IHdyb25nIHNlY3JldA" };
}
