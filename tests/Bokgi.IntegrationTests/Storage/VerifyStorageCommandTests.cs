using Bokgi.Host.Runs.Artifacts;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Http;
using Bokgi.IntegrationTests.Storage.Servers;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage;

/// <summary><c>bokgi storage verify</c> and <c>migrate</c> over runs with damaged or missing files.</summary>
public sealed class VerifyStorageCommandTests : IAsyncLifetime
{
    // The index of an arbitrary bit of a file. Tests damage the file by flipping this bit, and repair it by flipping the bit again.
    private const long FlippedBit = 777;

    private readonly StrictS3Server s3 = new();
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
    public void Verify_LocalFolder_NamesDamagedAndMissingFiles()
    {
        var (damagedRun, lostRun, intactRun) = (CreateRun(), CreateRun(), CreateRun());
        EarlierRun.ConvertRun(lake.Path, damagedRun); // has three Parquet files now; each other run has one rows file
        RunLocally("storage", "verify").ShouldBe($"{ResultsFolder}: 5 good, 0 damaged, 0 missing, 0 without a hash to compare with\n", 0);
        DamagedRunFixture.FlipBit(FilePath(damagedRun, "signals.parquet"), FlippedBit);
        File.Delete(FilePath(damagedRun, "trades.parquet"));
        Directory.Delete(Path.GetDirectoryName(FilePath(lostRun, ArtifactNames.RowsFile))!, recursive: true);
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(FilePath(intactRun, ArtifactNames.RowsFile))!, "note.txt"), "not of the run");

        var text = RunLocally("storage", "verify");
        var json = RunLocally("storage", "verify", "--json", "--prefix", KeyOf(damagedRun));

        text.ShouldBe(
            $"""
            damaged {KeyOf(damagedRun)}/signals.parquet
            missing {KeyOf(damagedRun)}/trades.parquet
            missing {KeyOf(lostRun)}/rows.bokgi
            {ResultsFolder}: 2 good, 1 damaged, 2 missing, 1 without a hash to compare with

            """,
            2
        );
        json.Result.ExitCode.ShouldBe(2);
        json.Result.Json.GetProperty("good").GetInt32().ShouldBe(1);
        json.Result.Json.GetProperty("damaged")[0].GetString().ShouldBe($"{KeyOf(damagedRun)}/signals.parquet");
        json.Result.Json.GetProperty("missing")[0].GetString().ShouldBe($"{KeyOf(damagedRun)}/trades.parquet");
    }

    [Fact]
    public async Task Verify_Bucket_NamesDamagedAndMissingObjects()
    {
        var (damagedRun, lostRun, localRun) = (CreateRun(s3.Settings), CreateRun(s3.Settings), CreateRun());
        // Five objects: the file and the manifest of each run in the bucket, and the file of the local run.
        RunOnS3("storage", "verify")
            .ShouldBe($"s3://{StrictS3Server.Bucket}: 5 good, 0 damaged, 0 missing, 0 without a hash to compare with\n", 0);
        var (damagedObject, lostObject) = (ObjectOf(damagedRun, ArtifactNames.RowsFile), ObjectOf(lostRun, ArtifactNames.RowsFile));
        DamagedRunFixture.FlipBit(damagedObject.File, 4_000); // any bit
        File.Delete(FilePath(localRun, ArtifactNames.RowsFile));
        using (var client = S3Clients.Create(s3.Settings))
            await client.DeleteObjectAsync(StrictS3Server.Bucket, lostObject.Key, TestContext.Current.CancellationToken);

        RunOnS3("storage", "verify")
            .ShouldBe(
                $"""
                damaged {damagedObject.Key}
                missing {lostObject.Key}
                missing {KeyOf(localRun)}/rows.bokgi
                s3://{StrictS3Server.Bucket}: 2 good, 1 damaged, 2 missing, 0 without a hash to compare with

                """,
                2
            );
    }

    [Fact]
    public void Migrate_DamagedRun_IsNamedAndLeftInPlace()
    {
        var (damagedRun, intactRun) = (CreateRun(), CreateRun());
        DamagedRunFixture.FlipBit(FilePath(damagedRun, ArtifactNames.RowsFile), FlippedBit);

        var toBucket = RunOnS3("storage", "migrate", "--from", "local", "--to", "s3").Result;

        toBucket.ExitCode.ShouldBe(2);
        toBucket.Out.ShouldContain("1 runs moved, 0 were already there, 1 damaged, 0 missing");
        toBucket.ErrorLines.ShouldHaveSingleItem().ShouldStartWith($"failed: {KeyOf(damagedRun)}: their files are damaged");
        s3.Objects.Count.ShouldBe(2); // the file and the manifest of the intact run
        File.Exists(FilePath(damagedRun, ArtifactNames.RowsFile)).ShouldBeTrue();
        DamagedRunFixture.FlipBit(FilePath(damagedRun, ArtifactNames.RowsFile), FlippedBit); // flips the bit back
        RunOnS3("storage", "migrate", "--from", "local", "--to", "s3").Result.ExitCode.ShouldBe(0, "it was restored");
        DamagedRunFixture.FlipBit(ObjectOf(intactRun, ArtifactNames.RowsFile).File, FlippedBit);

        var toLocal = RunOnS3("storage", "migrate", "--from", "s3", "--to", "local").Result;

        toLocal.ExitCode.ShouldBe(2);
        toLocal.ErrorLines.ShouldHaveSingleItem().ShouldStartWith($"failed: {KeyOf(intactRun)}: their files are damaged");
        s3.Objects.Count.ShouldBe(2, "nothing is deleted from the bucket");
        RunLocally("storage", "verify", "--prefix", KeyOf(damagedRun)).Result.ExitCode.ShouldBe(0);
    }

    private string ResultsFolder => lake.PathOf("results");

    private string FilePath(string run, string name) =>
        Path.Combine(
            Directory.EnumerateDirectories(Path.Combine(ResultsFolder, "backtests"), run, SearchOption.AllDirectories).Single(),
            name
        );

    private string KeyOf(string run) => keys[run];

    private S3Object ObjectOf(string run, string name) => s3.Find($"{KeyOf(run)}/{name}").ShouldNotBeNull();

    private readonly Dictionary<string, string> keys = [];

    private string CreateRun(IEnumerable<KeyValuePair<string, string>>? settings = null)
    {
        var result = Run(settings ?? [], ["backtest", "--symbols=BTC_KRW", "--strategy=volume_long_candle", "--timeframe=1H", "--json"]);
        result.ExitCode.ShouldBe(0, result.Error);
        var run = result.Json.GetProperty("run_id").GetString()!;
        var koreanDay = DateTimeOffset
            .Parse(
                result.Json.GetProperty("metadata").GetProperty("execution_date").GetString()!,
                System.Globalization.CultureInfo.InvariantCulture
            )
            .AddHours(9);
        keys[run] = $"backtests/{koreanDay.UtcDateTime:yyyy-MM-dd}/{run}";
        return run;
    }

    private Outcome RunLocally(params string[] arguments) => new(Run([], arguments));

    private Outcome RunOnS3(params string[] arguments) => new(Run(s3.Settings, arguments));

    private BokgiResult Run(IEnumerable<KeyValuePair<string, string>> settings, string[] arguments) =>
        BokgiProcess.RunWithEnvironment([.. settings, new("DATA_ROOT", lake.Path), new("STATE_ROOT", lake.Path)], arguments);

    private sealed record Outcome(BokgiResult Result)
    {
        public void ShouldBe(string text, int exitCode) => (Result.Out, Result.ExitCode).ShouldBe((text, exitCode), Result.Error);
    }
}
