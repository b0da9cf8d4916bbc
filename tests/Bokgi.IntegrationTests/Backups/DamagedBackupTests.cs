using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Bokgi.IntegrationTests.Events;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Backups;

/// <summary>Backups that were altered after they were made, and files that are not backups.</summary>
public sealed class DamagedBackupTests : IDisposable
{
    private readonly BackedUpServer installation = new();

    private readonly PostgresServer postgres;

    public DamagedBackupTests(PostgresServer postgres)
    {
        this.postgres = postgres;
        installation.AddRunsAndPreset(runs: 1);
        installation.Server.Restart();
    }

    public void Dispose() => installation.Dispose();

    [Fact]
    public void Restore_AlteredOrTruncated_IsRefusedByNameAndChangesNothing() =>
        ShouldRefuseDamagedFiles(installation).ShouldBe(["data", "database", "results"]);

    [Fact]
    public void Restore_AlteredOrTruncatedFilesOfPostgresAndRedis_AreRefusedByNameAndChangeNothing()
    {
        using var redis = new RedisServer();
        using var postgresInstallation = new BackedUpServer(postgres.CreateDatabase().ConnectionString, redis.Url);
        postgresInstallation.AddRunsAndPreset(runs: 1);
        postgresInstallation.Server.Restart();

        ShouldRefuseDamagedFiles(postgresInstallation).ShouldBe(["data", "database", "redis", "results"]);
    }

    // Damages each backup in turn, and returns the kinds of backups.
    private static IEnumerable<string> ShouldRefuseDamagedFiles(BackedUpServer installation)
    {
        var before = installation.ReadRestorableState();
        installation.Server.Restart();
        var files = installation.MakeBackups();
        foreach (var file in files.Values)
        {
            var (path, intact) = (installation.PathOf(file), File.ReadAllBytes(installation.PathOf(file)));
            foreach (var damaged in (byte[][])[intact[..(intact.Length / 2)], FlipBit(intact), []])
            {
                File.WriteAllBytes(path, damaged);

                var verified = installation.RunBackupCommand("verify", file);
                verified.ExitCode.ShouldBe(1);
                verified.Error.ShouldContain($"{file} is truncated or was altered since it was made");
                var restored = installation.RunBackupCommand("restore", file, "--yes");
                restored.ExitCode.ShouldBe(2);
                restored.Error.ShouldContain(file);
            }

            File.WriteAllBytes(path, intact);
            installation.RunBackupCommand("verify", file).ExitCode.ShouldBe(0);
        }

        installation.ReadRestorableState().ShouldBe(before);
        return files.Keys.Order();
    }

    [Fact]
    public void Restore_CopyOfACandleFileAlteredOrMissing_IsRefusedByNameAndChangesNothing()
    {
        var file = installation.MakeBackups("data")["data"];
        var copy = Directory.GetFiles(installation.PathOf("data/files"), "*", SearchOption.AllDirectories)[0];
        var intact = File.ReadAllBytes(copy);
        var lakeFiles = Directory.GetFiles(installation.Server.DataRoot, "*.parquet", SearchOption.AllDirectories);
        foreach (var path in lakeFiles)
            File.WriteAllText(path, "newer than the backup");

        File.WriteAllBytes(copy, FlipBit(intact));
        RestoreAndGetError().ShouldContain($"{Path.GetFileName(file)} is damaged: the copy of ");
        File.Delete(copy);
        RestoreAndGetError().ShouldContain($"{Path.GetFileName(file)} is incomplete: the copy of ");
        lakeFiles.ShouldAllBe(path => File.ReadAllText(path) == "newer than the backup");

        File.WriteAllBytes(copy, intact);
        installation.RunBackupCommand("restore", file, "--yes", "--without-saving").ExitCode.ShouldBe(0);
        lakeFiles.ShouldAllBe(path => new FileInfo(path).Length > 100); // longer than the text above

        string RestoreAndGetError()
        {
            var result = installation.RunBackupCommand("restore", file, "--yes", "--without-saving");
            result.ExitCode.ShouldBe(2);
            return result.Error;
        }
    }

    [Theory]
    [InlineData("../outside.parquet")]
    [InlineData("BTC_KRW/../../outside.parquet")]
    [InlineData("/tmp/outside.parquet")]
    public void Restore_ListWithAFileOutsideTheLake_IsRefused(string name)
    {
        var file = installation.MakeBackups("data")["data"];
        var entries = File.ReadAllLines(installation.PathOf(file));
        entries[0] = entries[0][..66] + name; // a hash of 64 characters and two spaces
        File.WriteAllLines(installation.PathOf(file), entries);
        var manifest = installation.PathOf(file) + ".manifest.json";
        var document = JsonNode.Parse(File.ReadAllText(manifest))!;
        document["sha256"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(installation.PathOf(file))));
        File.WriteAllText(manifest, document.ToJsonString());

        var restored = installation.RunBackupCommand("restore", file, "--yes", "--without-saving");

        restored.ExitCode.ShouldBe(2);
        restored.Error.ShouldContain("it is not a list of hashes and files");
    }

    [Fact]
    public void BackupData_CopyOfACandleFileAltered_IsSavedAgain()
    {
        installation.MakeBackups("data");
        var copy = Directory.GetFiles(installation.PathOf("data/files"), "*", SearchOption.AllDirectories)[0];
        File.WriteAllBytes(copy, FlipBit(File.ReadAllBytes(copy)));

        var second = installation.MakeBackups("data")["data"];

        installation.RunBackupCommand("verify", second).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void Restore_ManifestMissing_IsRefusedAndCleanupRemovesTheFile()
    {
        var file = installation.MakeBackups("results")["results"];
        File.Delete(installation.PathOf(file) + ".manifest.json");

        installation.RunBackupCommand("restore", file, "--yes").Error.ShouldContain("has no manifest beside it");
        foreach (var noBackup in (string[])["results/results_20200101_000000.tar.gz", "/etc/passwd", ""])
            installation.RunBackupCommand("restore", noBackup, "--yes").Error.ShouldContain("there is no backup");
        installation.RunBackupCommand("stats", "--json").Json.GetArrayLength().ShouldBe(0);
        installation.RunBackupCommand("cleanup", "7").ExitCode.ShouldBe(0);
        File.Exists(installation.PathOf(file)).ShouldBeFalse("cleanup removes what a killed process may have left");
    }

    [Fact]
    public void Restore_BackupOfALaterVersion_IsRefused()
    {
        var file = installation.MakeBackups("database")["database"];
        var manifest = installation.PathOf(file) + ".manifest.json";
        var document = JsonNode.Parse(File.ReadAllText(manifest))!;
        document["migration"] = "29990101000000_Future";
        File.WriteAllText(manifest, document.ToJsonString());

        var restored = installation.RunBackupCommand("restore", file, "--yes");

        restored.ExitCode.ShouldBe(2);
        restored.Error.ShouldContain("which is later than this");
    }

    [Theory]
    [InlineData("redis", "REDIS_URL is not set")]
    [InlineData("s3", "set AWS_BUCKET_NAME")]
    public void Backup_OnlyAKindThatIsNotConfigured_IsRefused(string kind, string remedy)
    {
        var result = installation.RunBackupCommand(kind);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain(remedy);
    }

    [Fact]
    public void Backup_FolderCannotBeWritten_SaysWhichSetting()
    {
        File.WriteAllText(installation.BackupRoot, "a file");

        var result = installation.RunBackupCommand("all");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("BACKUP_ROOT");
    }

    private static byte[] FlipBit(byte[] bytes)
    {
        var copy = bytes.ToArray();
        copy[copy.Length / 2] ^= 1;
        return copy;
    }
}
