using Bokgi.Host.Runs.Artifacts;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Http;
using Bokgi.IntegrationTests.Storage.Servers;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage;

/// <summary><c>bokgi storage verify</c> and <c>migrate</c> over runs with damaged or missing files.</summary>
public sealed class VerifyStorageCommandTests : IAsyncLifetime
{
    private readonly SignedS3Server s3 = new();
    private readonly TemporaryFolder lake = new();

    public ValueTask InitializeAsync()
    {
        lake.WriteHours("BTC_KRW", 200);
        return s3.InitializeAsync();
    }

    public ValueTask DisposeAsync()
    {
        lake.Dispose();
        return s3.DisposeAsync();
    }

    [Fact]
    public void Verify_InTheFolder_NamesDamagedAndMissingFiles()
    {
        var (damaged, lost, good) = (Make(), Make(), Make());
        Local("storage", "verify").ShouldBe($"{Results}: 9 good, 0 damaged, 0 missing, 0 without a hash to compare with\n", 0);
        DamagedRunHouse.Flip(Place(damaged, RunArtifacts.SignalsFile), 777);
        File.Delete(Place(damaged, RunArtifacts.TradesFile));
        Directory.Delete(Path.GetDirectoryName(Place(lost, RunArtifacts.EquityFile))!, recursive: true);
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(Place(good, RunArtifacts.EquityFile))!, "note.txt"), "not of the run");

        var found = Local("storage", "verify");
        var json = Local("storage", "verify", "--json", "--prefix", KeyOf(damaged));

        found.ShouldBe(
            $"""
            damaged {KeyOf(damaged)}/signals.parquet
            missing {KeyOf(damaged)}/trades.parquet
            missing {KeyOf(lost)}/equity.parquet
            missing {KeyOf(lost)}/signals.parquet
            missing {KeyOf(lost)}/trades.parquet
            {Results}: 4 good, 1 damaged, 4 missing, 1 without a hash to compare with

            """,
            2
        );
        json.Result.ExitCode.ShouldBe(2);
        json.Result.Json.GetProperty("good").GetInt32().ShouldBe(1);
        json.Result.Json.GetProperty("damaged")[0].GetString().ShouldBe($"{KeyOf(damaged)}/signals.parquet");
        json.Result.Json.GetProperty("missing")[0].GetString().ShouldBe($"{KeyOf(damaged)}/trades.parquet");
    }

    [Fact]
    public async Task Verify_InTheBucket_GoesByTheRows()
    {
        var (swapped, lost, waiting) = (Make(s3.Settings), Make(s3.Settings), Make());
        Remote("storage", "verify")
            .ShouldBe($"s3://{SignedS3Server.Bucket}: 11 good, 0 damaged, 0 missing, 0 without a hash to compare with\n", 0);
        var (one, other) = (Stored(swapped, RunArtifacts.TradesFile), Stored(lost, RunArtifacts.TradesFile));
        DamagedRunHouse.Flip(one.File, 4_000);
        File.Delete(Place(waiting, RunArtifacts.EquityFile));
        using (var client = S3Clients.Of(s3.Settings))
            await client.DeleteObjectAsync(SignedS3Server.Bucket, other.Key, TestContext.Current.CancellationToken);

        Remote("storage", "verify")
            .ShouldBe(
                $"""
                damaged {one.Key}
                missing {other.Key}
                missing {KeyOf(waiting)}/equity.parquet
                s3://{SignedS3Server.Bucket}: 8 good, 1 damaged, 2 missing, 0 without a hash to compare with

                """,
                2
            );
    }

    [Fact]
    public void Migrate_DamagedRun_IsNamedAndStays()
    {
        var (damaged, good) = (Make(), Make());
        DamagedRunHouse.Flip(Place(damaged, RunArtifacts.SignalsFile), 777);

        var there = Remote("storage", "migrate", "--from", "local", "--to", "s3").Result;

        there.ExitCode.ShouldBe(2);
        there.Out.ShouldContain("1 runs moved, 0 were already there, 1 damaged, 0 missing");
        there.Errors.ShouldHaveSingleItem().ShouldStartWith($"failed: {KeyOf(damaged)}: their files are damaged");
        s3.Objects.Count.ShouldBe(4);
        File.Exists(Place(damaged, RunArtifacts.SignalsFile)).ShouldBeTrue();
        DamagedRunHouse.Flip(Place(damaged, RunArtifacts.SignalsFile), 777);
        Remote("storage", "migrate", "--from", "local", "--to", "s3").Result.ExitCode.ShouldBe(0, "it was restored");
        DamagedRunHouse.Flip(Stored(good, RunArtifacts.EquityFile).File, 777);

        var back = Remote("storage", "migrate", "--from", "s3", "--to", "local").Result;

        back.ExitCode.ShouldBe(2);
        back.Errors.ShouldHaveSingleItem().ShouldStartWith($"failed: {KeyOf(good)}: their files are damaged");
        s3.Objects.Count.ShouldBe(4, "nothing is deleted from the bucket");
        Local("storage", "verify", "--prefix", KeyOf(damaged)).Result.ExitCode.ShouldBe(0);
    }

    private string Results => lake.Of("results");

    private string Place(string run, string name) =>
        Path.Combine(Directory.EnumerateDirectories(Path.Combine(Results, "backtests"), run, SearchOption.AllDirectories).Single(), name);

    private string KeyOf(string run) => keys[run];

    private S3Object Stored(string run, string name) => s3.Find($"{KeyOf(run)}/{name}").ShouldNotBeNull();

    private readonly Dictionary<string, string> keys = [];

    private string Make(IEnumerable<KeyValuePair<string, string>>? settings = null)
    {
        var made = Run(settings ?? [], ["backtest", "--symbols=BTC_KRW", "--strategy=volume_long_candle", "--timeframe=1H", "--json"]);
        made.ExitCode.ShouldBe(0, made.Error);
        var run = made.Json.GetProperty("run_id").GetString()!;
        var day = DateTimeOffset
            .Parse(
                made.Json.GetProperty("metadata").GetProperty("execution_date").GetString()!,
                System.Globalization.CultureInfo.InvariantCulture
            )
            .AddHours(9);
        keys[run] = $"backtests/{day.UtcDateTime:yyyy-MM-dd}/{run}";
        return run;
    }

    private Outcome Local(params string[] arguments) => new(Run([], arguments));

    private Outcome Remote(params string[] arguments) => new(Run(s3.Settings, arguments));

    private BokgiResult Run(IEnumerable<KeyValuePair<string, string>> settings, string[] arguments) =>
        BokgiProcess.RunIn([.. settings, new("DATA_ROOT", lake.Path), new("STATE_ROOT", lake.Path)], arguments);

    private sealed record Outcome(BokgiResult Result)
    {
        public void ShouldBe(string text, int exitCode) => (Result.Out, Result.ExitCode).ShouldBe((text, exitCode), Result.Error);
    }
}
