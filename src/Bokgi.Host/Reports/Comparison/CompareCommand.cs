using System.CommandLine;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Reports.Comparison;

/// <summary><c>bokgi compare RUN RUN…</c>: compares stored runs side by side.</summary>
internal static class CompareCommand
{
    private const int Points = 1_000;

    public static Command Create()
    {
        var names = new Argument<string[]>("run")
        {
            Description = "2 to 10 runs: an identifier, its beginning, or 'latest'",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json") { Description = "The whole comparison, equity included, as JSON alone on standard output" };
        var command = new Command("compare", "Compares runs: figures side by side, what differs, and what makes it unfair.")
        {
            names,
            json,
        };
        return command
            .WithExamples("compare latest 019ade", "compare 019ade 019adf 019ae0 --json")
            .Runs((result, shell) => Run(result.GetValue(names) ?? [], result.GetValue(json), shell));
    }

    private static int Run(string[] names, bool asJson, Shell shell)
    {
        using var services = shell.OpenRuns();
        var store = services.GetRequiredService<RunStore>();
        var archive = services.GetRequiredService<RunArchive>();
        RunDocument[] runs = [.. names.Select(name => RunName.Find(store, name))];
        var errors = new InputErrors();
        CompareQuery.Check([.. runs.Select(run => run.RunId)], "run", errors);
        errors.ThrowIfAny();
        (RunDocument, StoredRun)[] found =
        [
            .. runs.Select(run => archive.Open(run.RunId) ?? throw RefusedInputException.Of("run", $"{run.RunId} was removed")),
        ];
        var comparison = ComparisonDocument.Of(found, Points, shell.Cancel);
        if (asJson)
            shell.WriteJson(comparison);
        else
            ComparisonTable.Write(comparison, shell);
        return ExitCode.Good;
    }
}
