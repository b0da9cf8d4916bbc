using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

public sealed class MigrateCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Migrate_NewDatabase_IsCheckedThenAppliedThenUpToDate()
    {
        var check = Migrate("--check");
        check.ExitCode.ShouldBe(1, check.Error);
        var names = Names(check, "pending ");
        names[0].ShouldEndWith("_Runs");
        File.Exists(folder.PathOf("bokgi.db")).ShouldBeFalse("a check changes nothing");

        var applied = Migrate();
        applied.ExitCode.ShouldBe(0, applied.Error);
        Names(applied, "applied ").ShouldBe(names);

        foreach (var result in (BokgiResult[])[Migrate(), Migrate("--check")])
        {
            result.ExitCode.ShouldBe(0, result.Error);
            result.Out.TrimEnd().ShouldBe($"the database {folder.PathOf("bokgi.db")} is up to date");
        }
    }

    [Fact]
    public void Migrate_WithQueues_ListsTheNumberOfWaitingJobs()
    {
        Migrate("--queues").ExitCode.ShouldBe(0);
        var result = Migrate("--queues");

        result.ExitCode.ShouldBe(0, result.Error);
        result
            .Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..]
            .ShouldBe(Host.Platform.Jobs.JobQueues.All.Select(queue => $"{queue}: 0 waiting"));
        var refused = Migrate("--queues", "--check");
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain("leave one of them out");
    }

    [Fact]
    public void Migrate_FileIsNotADatabase_FailsInOneLine()
    {
        folder.WriteText("bokgi.db", "these are not tables, whatever the name of the file may say, and there is enough of it");

        foreach (var result in (BokgiResult[])[Migrate(), Migrate("--check")])
        {
            result.ExitCode.ShouldBe(2, result.Error);
            result.ErrorLines.ShouldHaveSingleItem().ShouldContain("move the file away or restore a backup");
        }
    }

    private static string[] Names(BokgiResult result, string prefix)
    {
        var lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldAllBe(line => line.StartsWith(prefix, StringComparison.Ordinal));
        return [.. lines.Select(line => line[prefix.Length..])];
    }

    private BokgiResult Migrate(params string[] options) =>
        BokgiProcess.RunWithEnvironment(new Dictionary<string, string> { ["STATE_ROOT"] = folder.Path }, ["migrate", .. options]);
}
