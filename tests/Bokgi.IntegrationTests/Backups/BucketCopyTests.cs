using Bokgi.IntegrationTests.Storage.Servers;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Backups;

/// <summary>KeysOfCopies of backups in a bucket.</summary>
public sealed class BucketCopyTests : IAsyncLifetime
{
    private readonly StrictS3Server s3 = new();

    public ValueTask InitializeAsync() => s3.InitializeAsync();

    public ValueTask DisposeAsync() => s3.DisposeAsync();

    [Fact]
    public void BackupS3_IntactBackups_AreCopiedOnceAndDamagedOnesAreNamed()
    {
        using var installation = new BackedUpServer();
        foreach (var (name, value) in s3.Settings)
            installation.Settings[name] = value;
        installation.AddRunsAndPreset(runs: 1);
        installation.Server.Restart();

        var files = installation.MakeBackups();

        var expected = files
            .Values.SelectMany(file => (string[])[file, $"{file}.manifest.json"])
            .Concat(
                Directory
                    .GetFiles(installation.PathOf("data/files"), "*", SearchOption.AllDirectories)
                    .Select(path => Path.GetRelativePath(installation.BackupRoot, path))
            )
            .Select(file => $"backups/{file}");
        KeysOfCopies().ShouldBe(expected, ignoreOrder: true);
        installation
            .RunBackupCommand("s3", "--json")
            .Json[0]
            .GetProperty("size_bytes")
            .GetInt64()
            .ShouldBe(0, "everything is there already");
        var second = installation.MakeBackups("results")["results"];
        File.AppendAllText(installation.PathOf(second), "x");
        var result = installation.RunBackupCommand("s3");
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain($"{second} is truncated or was altered");
        KeysOfCopies().ShouldNotContain(key => key.Contains(second, StringComparison.Ordinal));
    }

    private IReadOnlyList<string> KeysOfCopies() =>
        [.. s3.Objects.Select(stored => stored.Key).Where(key => key.StartsWith("backups/", StringComparison.Ordinal))];
}
