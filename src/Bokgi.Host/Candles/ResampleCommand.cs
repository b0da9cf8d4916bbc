using System.CommandLine;

namespace Bokgi.Host.Candles;

internal static class ResampleCommand
{
    public const string Name = "resample";

    public static Command Create()
    {
        var options = new CandleOptions("--from", "Length of the source bars (default 1d)");
        var to = TextOption.List("--to", "list", "Lengths of the bars to make, such as 5M,1H,1D");
        to.Required = true;
        var withGaps = new Option<bool>("--with-gaps")
        {
            Description = "Also make bars where shorter ones are missing for an unknown reason",
        };
        var replace = new Option<bool>("--replace") { Description = "Replace stored bars that differ (default: keep them)" };
        return new Command(
            Name,
            "Makes longer candles from stored shorter ones, and stores those that are missing. A bar is made once its period is complete; no bar is removed."
        )
            .With([.. options.All, to, withGaps, replace])
            .WithExamples("resample --symbols BTC_KRW --from 1M --to 5M,1H,1D")
            .Runs(
                (result, shell) =>
                    Run(result, options, result.GetValue(to) ?? [], (result.GetValue(withGaps), result.GetValue(replace)), shell)
            );
    }

    private static int Run(ParseResult result, CandleOptions options, string[] names, (bool WithGaps, bool Replaces) how, Shell shell)
    {
        var lake = shell.OpenLake();
        var (symbols, from, range) = options.Read(result, lake);
        var targets = Targets(names, from);
        foreach (var symbol in symbols)
        {
            foreach (var to in targets)
                Tell(lake.Resample(symbol, from, to, new ResampleOptions(range, how.WithGaps, how.Replaces), shell.Cancel), shell.Out);
        }

        return ExitCode.Good;
    }

    private static List<Timeframe> Targets(string[] names, Timeframe from)
    {
        var errors = new InputErrors();
        var targets = new List<Timeframe>();
        foreach (var name in SymbolListReader.Split(names))
        {
            if (!Timeframe.TryParse(name, out var to, out var error))
                errors.Add("to", error);
            else if (to.NominalMicroseconds <= from.NominalMicroseconds || !Series.Resampling.Fits(from, to))
                errors.Add("to", $"{to} bars cannot be made of {from} bars; give a multiple of {from}");
            else
                targets.Add(to);
        }

        if (targets.Count == 0 && !errors.Any)
            errors.Add("to", "--to is empty; give lengths such as 5M,1H,1D");
        errors.ThrowIfAny();
        return targets;
    }

    private static void Tell(ResampleSummary made, TextWriter output) =>
        output.WriteLine(
            $"{made.Symbol} {made.From} → {made.To}: {made.Added:N0} {Shell.Say("추가", "added")}, {made.Replaced:N0} {Shell.Say("교체", "replaced")}, {made.Kept:N0} {Shell.Say("유지", "kept")}, {made.Incomplete:N0} {Shell.Say("불완전하여 제외", "left out as incomplete")}"
        );
}
