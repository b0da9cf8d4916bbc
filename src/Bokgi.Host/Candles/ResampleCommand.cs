using System.CommandLine;

namespace Bokgi.Host.Candles;

internal static class ResampleCommand
{
    public const string Name = "resample";

    public static Command Create()
    {
        var options = new CandleOptions("--from", "Length of the source bars (default 1D)");
        var to = TextOption.List("--to", "list", "Lengths of the bars to make, such as 5M,1H,1D");
        to.Required = true;
        var withGaps = new Option<bool>("--with-gaps")
        {
            Description = "Also make bars where shorter ones are missing for an unknown reason",
        };
        var replace = new Option<bool>("--replace") { Description = "Replace stored bars that differ (default: keep them)" };
        return new Command(
            Name,
            "Makes longer candles from stored shorter ones, and stores those that the lake does not have yet. A bar is made once its period is complete; no bar is removed."
        )
            .With([.. options.All, to, withGaps, replace])
            .WithExamples("resample --symbols BTC_KRW --from 1M --to 5M,1H,1D")
            .Runs(
                (result, shell) =>
                    Run(result, options, result.GetValue(to) ?? [], (result.GetValue(withGaps), result.GetValue(replace)), shell)
            );
    }

    private static int Run(
        ParseResult result,
        CandleOptions options,
        string[] targetNames,
        (bool WithGaps, bool Replaces) choices,
        Shell shell
    )
    {
        var lake = shell.OpenLake();
        var (symbols, from, range) = options.Read(result, lake);
        var targets = ReadTargets(targetNames, from);
        foreach (var symbol in symbols)
        {
            foreach (var to in targets)
                PrintSummary(
                    lake.Resample(symbol, from, to, new ResampleOptions(range, choices.WithGaps, choices.Replaces), shell.Cancel),
                    shell.Out
                );
        }

        return ExitCode.Success;
    }

    private static List<Timeframe> ReadTargets(string[] targetNames, Timeframe from)
    {
        var errors = new InputErrors();
        var targets = new List<Timeframe>();
        foreach (var name in SymbolListReader.Split(targetNames))
        {
            if (!Timeframe.TryParse(name, out var to, out var error))
                errors.Add("to", error);
            else if (to.NominalMicroseconds <= from.NominalMicroseconds || !Resampling.Fits(from, to))
                errors.Add("to", $"{to} bars cannot be made of {from} bars; give a multiple of {from}");
            else
                targets.Add(to);
        }

        if (targets.Count == 0 && !errors.Any)
            errors.Add("to", "--to is empty; give lengths such as 5M,1H,1D");
        errors.ThrowIfAny();
        return targets;
    }

    private static void PrintSummary(ResampleSummary summary, TextWriter output) =>
        output.WriteLine(
            $"{summary.Symbol} {summary.From} → {summary.To}: {summary.Added:N0} {Shell.Localize("추가", "added")}, {summary.Replaced:N0} {Shell.Localize("교체", "replaced")}, {summary.Kept:N0} {Shell.Localize("유지", "kept")}, {summary.Incomplete:N0} {Shell.Localize("불완전하여 제외", "left out as incomplete")}"
        );
}
