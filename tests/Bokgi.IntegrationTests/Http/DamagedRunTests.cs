using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Storage.Servers;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>
/// A run's files are damaged on disk, in a downloaded copy, or in the bucket. The server never answers with a wrong number or a server error.
/// </summary>
public sealed class DamagedRunTests : IAsyncLifetime
{
    private const int FlipCount = 150;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    // Every failure message contains the seed; BOKGI_SEED sets it, to repeat a failure.
    private readonly int seed = int.TryParse(
        Environment.GetEnvironmentVariable("BOKGI_SEED"),
        CultureInfo.InvariantCulture,
        out var givenSeed
    )
        ? givenSeed
        : Random.Shared.Next();

    private readonly StrictS3Server s3 = new();

    public ValueTask InitializeAsync() => s3.InitializeAsync();

    public ValueTask DisposeAsync() => s3.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_FlippedBitOnTheDisk_IsAlwaysReportedWithTheFileName(bool isOfEarlierVersion)
    {
        using var fixture = new DamagedRunFixture(isOfEarlierVersion: isOfEarlierVersion);
        fixture.RememberAnswers();
        var folder = fixture.FindRunFolder(fixture.ResultsPath);
        var random = new Random(seed);

        for (var i = 0; i < FlipCount; i++)
        {
            var (name, path, bit) = PickBit(fixture, random, i, folder);
            DamagedRunFixture.FlipBit(path, bit);
            var context = $"seed {seed}, bit {bit} of {name}";
            var checksAllRoutes = i < 6; // all routes for every flip would take too long
            if (checksAllRoutes)
                fixture.ShouldReportDamage(name, $"{name} of run {fixture.RunId} is damaged", context);
            else
                fixture
                    .Get(DamagedRunFixture.RouteThatReads(name))
                    .ShouldBeProblem(410, $"{name} of run {fixture.RunId} is damaged", context: context);
            DamagedRunFixture.FlipBit(path, bit);
        }

        fixture.ShouldAllBeUnchanged($"seed {seed}, restored");
    }

    [Fact]
    public void Read_FlippedBitInADownloadedCopy_RestoresTheCopyFromTheBucket()
    {
        using var fixture = new DamagedRunFixture(s3.Settings);
        fixture.RememberAnswers();
        var copies = WaitForUploadAndGetCopiesFolder(fixture);
        var random = new Random(seed);

        for (var i = 0; i < FlipCount; i++)
        {
            var folder = fixture.FindRunFolder(copies);
            var (name, path, bit) = PickBit(fixture, random, i, folder);
            var originalHash = Hash(path);
            DamagedRunFixture.FlipBit(path, bit);
            var route = DamagedRunFixture.RouteThatReads(name);
            var context = $"seed {seed}, bit {bit} of {name}";

            fixture.IsUnchanged(route).ShouldBeTrue($"{context}: {fixture.Get(route).Text}");

            Hash(Path.Combine(fixture.FindRunFolder(copies), name)).ShouldBe(originalHash, context);
        }
    }

    [Fact]
    public void Read_FlippedBitInTheBucket_IsAlwaysReportedWithTheFileName()
    {
        using var fixture = new DamagedRunFixture(s3.Settings);
        fixture.RememberAnswers();
        var copies = WaitForUploadAndGetCopiesFolder(fixture);
        var random = new Random(seed);

        for (var i = 0; i < FlipCount; i++)
        {
            var (name, _, bit) = PickBit(fixture, random, i, folder: null);
            var stored = s3.Objects.Single(candidate => candidate.Key.EndsWith($"{fixture.RunId}/{name}", StringComparison.Ordinal));
            bit %= stored.Length * 8;
            DamagedRunFixture.FlipBit(stored.File, bit);
            Directory.Delete(copies, recursive: true);

            var answer = fixture.Get(DamagedRunFixture.RouteThatReads(name));
            var context = $"seed {seed}, bit {bit} of {name}";
            answer.Status.ShouldBe(410, $"{context}: {answer.Text}");
            answer["detail"].GetString()!.ShouldStartWith($"{name} of run {fixture.RunId} is damaged", customMessage: context);
            DamagedRunFixture.FlipBit(stored.File, bit);
        }

        fixture.ShouldAllBeUnchanged($"seed {seed}, restored");
    }

    [Fact]
    public async Task Read_DamagedCopyWhileTheBucketIsUnavailable_Is503UntilItIsAvailable()
    {
        using var fixture = new DamagedRunFixture(s3.Settings);
        fixture.RememberAnswers();
        var copies = WaitForUploadAndGetCopiesFolder(fixture);

        await s3.StopAsync();
        DamagedRunFixture.FlipBit(Path.Combine(fixture.FindRunFolder(copies), ArtifactNames.RowsFile), 100);
        fixture.Get(DamagedRunFixture.RouteThatReads(ArtifactNames.RowsFile)).ShouldBeProblem(503, string.Empty);
        await s3.StartAsync();
        WaitUntil(() => fixture.IsUnchanged(DamagedRunFixture.RouteThatReads(ArtifactNames.RowsFile)), "the bucket is back");
        fixture.ShouldAllBeUnchanged("the bucket is back");
    }

    [Theory]
    [InlineData(ArtifactNames.RowsFile)]
    [InlineData("trades.parquet")]
    [InlineData("signals.parquet")]
    [InlineData("equity.parquet")]
    public void Read_MissingOrTruncatedFile_IsReportedWithItsName(string name)
    {
        using var fixture = new DamagedRunFixture(isOfEarlierVersion: name != ArtifactNames.RowsFile);
        fixture.RememberAnswers();
        var path = Path.Combine(fixture.FindRunFolder(fixture.ResultsPath), name);
        var originalBytes = File.ReadAllBytes(path);

        foreach (var length in (int[])[0, 1, originalBytes.Length / 2, originalBytes.Length - 1])
        {
            File.WriteAllBytes(path, originalBytes[..length]);
            fixture.ShouldReportDamage(name, $"{name} of run {fixture.RunId} is damaged", $"{length} bytes");
        }

        File.Delete(path);
        fixture.ShouldReportDamage(name, $"{name} of run {fixture.RunId} is missing", "deleted");
        File.WriteAllBytes(path, originalBytes);
        fixture.ShouldAllBeUnchanged("put back");
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        foreach (var file in fixture.Files)
            fixture.Get(DamagedRunFixture.RouteThatReads(file)).ShouldBeProblem(410, $"{file} of run {fixture.RunId} is missing");
    }

    [Fact]
    public void Deactivate_TradesAreDamaged_IsRefusedAndChangesNothing()
    {
        using var fixture = new DamagedRunFixture();
        DamagedRunFixture.FlipBit(Path.Combine(fixture.FindRunFolder(fixture.ResultsPath), ArtifactNames.RowsFile), 999);
        var before = fixture.Get("{run}").Text;

        fixture
            .Server.Send(HttpMethod.Patch, $"/api/backtests/{fixture.RunId}/symbols/ETH_KRW", """{"is_active":false}""")
            .ShouldBeProblem(410, $"{ArtifactNames.RowsFile} of run {fixture.RunId} is damaged");

        fixture.Get("{run}").Text.ShouldBe(before);
        fixture.Get("{run}/download").Status.ShouldBe(200, "it is made from the run's row and reads no file of the run");
        fixture.Get("{run}/explain?symbol=BTC_KRW&limit=1").Status.ShouldBe(200, "it replays candles and reads no file of the run");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_RunOfAVersionWithoutHashes_ComputesThemAndFindsLaterDamage(bool isOfEarlierVersion)
    {
        using var fixture = new DamagedRunFixture(isOfEarlierVersion: isOfEarlierVersion);
        fixture.RememberAnswers();
        var originalHashes = JsonSerializer.Deserialize<JsonElement>(fixture.ReadStoredHashes()!);
        // The stored field are_taken_later says whether the hashes were computed after the run was stored.
        originalHashes.GetProperty("are_taken_later").GetBoolean().ShouldBeFalse();
        fixture.RemoveHashes();

        fixture.ShouldAllBeUnchanged("without hashes");

        var computedHashes = JsonSerializer.Deserialize<JsonElement>(fixture.ReadStoredHashes()!);
        computedHashes.GetProperty("are_taken_later").GetBoolean().ShouldBeTrue();
        foreach (var name in fixture.Files)
            computedHashes
                .GetProperty("files")
                .GetProperty(name)
                .GetString()
                .ShouldBe(originalHashes.GetProperty("files").GetProperty(name).GetString());
        DamagedRunFixture.FlipBit(Path.Combine(fixture.FindRunFolder(fixture.ResultsPath), fixture.Files[0]), 4_321);
        fixture.ShouldReportDamage(fixture.Files[0], $"{fixture.Files[0]} of run {fixture.RunId} is damaged", "after the first read");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_RunWithoutHashesDamagedBeforeItsFirstRead_GivesNoServerError(bool isOfEarlierVersion)
    {
        using var fixture = new DamagedRunFixture(isOfEarlierVersion: isOfEarlierVersion);
        var folder = fixture.FindRunFolder(fixture.ResultsPath);
        var random = new Random(seed);
        var statuses = new Dictionary<int, int>();

        for (var i = 0; i < FlipCount; i++)
        {
            var (name, path, bit) = PickBit(fixture, random, i, folder);
            DamagedRunFixture.FlipBit(path, bit);
            fixture.RemoveHashes();
            var answer = fixture.Get(DamagedRunFixture.RouteThatReads(name));
            answer.Status.ShouldBeOneOf([200, 410], $"seed {seed}, bit {bit} of {name}: {answer.Text}");
            statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
            DamagedRunFixture.FlipBit(path, bit);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", statuses.Select(entry => $"{entry.Key}: {entry.Value} times")));
    }

    // If a file's footer is damaged before the first read, the file can still be readable but have other rows. The test simulates this with
    // the file of a shorter run.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_RunWithoutHashesAndWrongNumberOfRows_IsReportedAsDamaged(bool isOfEarlierVersion)
    {
        using var fixture = new DamagedRunFixture(isOfEarlierVersion: isOfEarlierVersion);
        fixture.RememberAnswers();
        var folder = fixture.FindRunFolder(fixture.ResultsPath);
        var shorterRunId = fixture
            .Server.RunBacktest(
                RunEndpointsTests.RunServer.Body("volume_long_candle").Replace("2024-12-31", "2024-01-10", StringComparison.Ordinal)
            )["run_id"]
            .GetString()!;
        if (isOfEarlierVersion)
            EarlierRun.ConvertRun(fixture.Server.StateRoot, shorterRunId);

        foreach (var name in fixture.Files)
        {
            var path = Path.Combine(folder, name);
            var originalBytes = File.ReadAllBytes(path);
            File.Copy(
                Path.Combine(Directory.EnumerateDirectories(fixture.ResultsPath, shorterRunId, SearchOption.AllDirectories).Single(), name),
                path,
                overwrite: true
            );
            fixture.RemoveHashes();

            fixture.ShouldReportDamage(name, $"{name} of run {fixture.RunId} is damaged", "other rows");
            File.WriteAllBytes(path, originalBytes);
            fixture.RemoveHashes();
        }

        fixture.ShouldAllBeUnchanged("restored");
    }

    [Fact]
    public void Commands_TradesAreDamaged_FailWithOneLineOfError()
    {
        using var fixture = new DamagedRunFixture();
        DamagedRunFixture.FlipBit(Path.Combine(fixture.FindRunFolder(fixture.ResultsPath), ArtifactNames.RowsFile), 999);

        foreach (
            var arguments in (string[][])
                [
                    ["export", fixture.RunId, "trades"],
                    ["report", fixture.RunId, "--output", fixture.Server.Folder + "/r.html"],
                ]
        )
        {
            var result = RunBokgi(fixture, arguments);

            result.ExitCode.ShouldBe(2, result.Error);
            result
                .ErrorLines.ShouldHaveSingleItem()
                .ShouldBe(
                    $"failed: {ArtifactNames.RowsFile} of run {fixture.RunId} is damaged: its content has changed since it was stored; restore it from a backup, or make the run again with 'bokgi rerun {fixture.RunId}' or POST /api/backtests/run"
                );
        }

        File.Delete(Path.Combine(fixture.FindRunFolder(fixture.ResultsPath), ArtifactNames.RowsFile));
        RunBokgi(fixture, "compare", fixture.RunId, fixture.OtherRunId).ExitCode.ShouldBe(0, "the tables need no file");
        RunBokgi(fixture, "compare", fixture.RunId, fixture.OtherRunId, "--json")
            .ErrorLines.ShouldHaveSingleItem()
            .ShouldStartWith($"failed: {ArtifactNames.RowsFile} of run {fixture.RunId} is missing");
        RunBokgi(fixture, "rerun", fixture.RunId).ExitCode.ShouldBe(0, "the remedy works");
    }

    private static BokgiResult RunBokgi(DamagedRunFixture fixture, params string[] arguments) =>
        BokgiProcess.RunWithEnvironment(
            new Dictionary<string, string> { ["DATA_ROOT"] = fixture.Server.DataRoot, ["STATE_ROOT"] = fixture.Server.StateRoot },
            arguments
        );

    // Chooses each of the run's files in turn, and a random bit of the file. Without a folder, the file's length is unknown, and the bit may
    // be beyond the end of the file.
    private static (string Name, string Path, long Bit) PickBit(DamagedRunFixture fixture, Random random, int i, string? folder)
    {
        var name = fixture.Files[i % fixture.Files.Count];
        var path = folder is null ? string.Empty : Path.Combine(folder, name);
        return (name, path, folder is null ? random.NextInt64(int.MaxValue) : random.NextInt64(new FileInfo(path).Length * 8));
    }

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));

    // Waits until the bucket has a manifest and a file of each of the two runs and the local files are deleted. Returns the folder into which
    // the server downloads copies.
    private string WaitForUploadAndGetCopiesFolder(DamagedRunFixture fixture)
    {
        var runsFolder = Path.Combine(fixture.ResultsPath, "backtests");
        WaitUntil(
            () =>
                s3.Objects.Count == 4 && Directory.EnumerateDirectories(runsFolder).All(day => !Directory.EnumerateDirectories(day).Any()),
            "the files are in the bucket"
        );
        return Path.Combine(fixture.ResultsPath, ".copies");
    }

    private static void WaitUntil(Func<bool> condition, string expectation)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var neverSet = new ManualResetEventSlim();
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Timeout, expectation);
            neverSet.Wait(TimeSpan.FromMilliseconds(20));
        }
    }
}
