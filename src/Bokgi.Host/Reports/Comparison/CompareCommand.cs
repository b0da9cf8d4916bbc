using System.CommandLine;
using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Reports.Comparison;

internal static class CompareCommand
{
    private const int MaximumPoints = 1_000;

    public static Command Create()
    {
        var names = new Argument<string[]>("run")
        {
            Description = "2 to 10 runs: an identifier, the beginning of one, or 'latest'",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json")
        {
            Description = "Write only JSON to standard output: the whole comparison, including equity",
        };
        return new Command("compare", "Compares runs: figures side by side, settings that differ, and what makes the comparison unfair.")
            .With(names, json)
            .WithExamples("compare latest 019ade", "compare 019ade 019adf 019ae0 --json")
            .RunsAsync((result, shell) => RunAsync(result.GetValue(names) ?? [], result.GetValue(json), shell));
    }

    private static async Task<int> RunAsync(string[] names, bool asJson, Shell shell)
    {
        await using var services = shell.OpenRuns();
        var store = services.GetRequiredService<RunStore>();
        var archive = services.GetRequiredService<RunArchive>();
        var runs = new List<(RunDocument Run, RunFiles Files)>();
        foreach (var name in names)
            runs.Add(await RunName.FindWithFilesAsync(store, name));
        var errors = new InputErrors();
        CompareQuery.Check([.. runs.Select(each => each.Run.RunId)], "run", errors);
        errors.ThrowIfAny();
        if (asJson)
            shell.WriteJson(
                await ComparisonDocument.CreateAsync(
                    [.. runs.Select(each => (each.Run, archive.Open(each.Run, each.Files)))],
                    MaximumPoints,
                    shell.Cancel
                )
            );
        else // the tables do not show the equity, so no file is read
            ComparisonTable.Write(ComparisonDocument.Of([.. runs.Select(each => each.Run)], ComparedEquity.None), shell);
        return ExitCode.Success;
    }
}
