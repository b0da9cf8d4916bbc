using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Scripts;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Backups;

/// <summary>
/// scripts/backup.sh accepts the arguments of the earlier script that it replaces, and tar alone can unpack a backup, as before.
/// </summary>
public sealed class BackupScriptTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly BackedUpServer installation = new();

    public void Dispose()
    {
        installation.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Script_ArgumentsOfTheEarlierScript_Work()
    {
        installation.AddRunsAndPreset(runs: 1);
        installation.Server.Restart();
        foreach (
            var arguments in (string[][])
                [
                    ["all"],
                    ["postgres"],
                    ["results"],
                    ["stats"],
                    ["verify"],
                    ["cleanup", "7"],
                ]
        )
            Run(arguments).ShouldBe(0);
        Run(["redis"]).ShouldBe(1, "there is no Redis");
        Run(["everything"]).ShouldNotBe(0);
        // "all" made the first backup of each kind; "postgres" (which backs up SQLite here) and "results" made the second.
        Directory.GetFiles(installation.PathOf("sqlite"), "*.db.gz").Length.ShouldBe(2);
        Directory.GetFiles(installation.PathOf("results"), "*.tar.gz").Length.ShouldBe(2);
    }

    [Fact]
    public void Results_UnpackedByTar_AreTheFilesOfTheRuns()
    {
        installation.AddRunsAndPreset(runs: 1);
        installation.Server.Restart();
        var file = installation.MakeBackups("results")["results"];
        using (var tar = System.Diagnostics.Process.Start("tar", ["-xzf", installation.PathOf(file), "-C", folder.Path]))
        {
            tar.WaitForExit();
            tar.ExitCode.ShouldBe(0);
        }

        var results = Path.Combine(installation.Server.StateRoot, "results");
        var expected = NamesAndSizes(results);
        expected.ShouldNotBeEmpty();
        NamesAndSizes(folder.PathOf("results")).ShouldBe(expected);

        static IReadOnlyList<string> NamesAndSizes(string root) =>
            [
                .. Directory
                    .GetFiles(root, "*", SearchOption.AllDirectories)
                    .Where(path => !path.EndsWith(".lock", StringComparison.Ordinal))
                    .Select(path => $"{Path.GetRelativePath(root, path)} {new FileInfo(path).Length}")
                    .Order(StringComparer.Ordinal),
            ];
    }

    private int Run(string[] arguments)
    {
        using var script = WatchedProcess.StartScript(
            "backup.sh",
            [
                new("BOKGI", new BuiltProgram(folder).Path),
                new("DATA_ROOT", installation.Server.DataRoot),
                new("STATE_ROOT", installation.Server.StateRoot),
                new("BACKUP_ROOT", installation.BackupRoot),
            ],
            arguments
        );
        return script.WaitForEnd();
    }
}
