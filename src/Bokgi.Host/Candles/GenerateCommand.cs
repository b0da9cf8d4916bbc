using System.CommandLine;
using Bokgi.MarketData.Lake.Synthetic;
using Symbol = Bokgi.Markets.Symbol;

namespace Bokgi.Host.Candles;

internal static class GenerateCommand
{
    private const int MaximumDays = 3_650;

    public static Command Create()
    {
        var symbols = TextOption.List("--symbols", "list", "Markets (default: ten Upbit markets)");
        var end = TextOption.Single("--end", "date", "The day after the last generated day, UTC (default: today)");
        var days = NumberOption.Integer("--days", "count", "Days of 1H and 1D candles (default 730)");
        var minuteDays = NumberOption.Integer(
            "--minute-days",
            "count",
            "Number of the last days that also get 1M candles (default 30, or all days if there are fewer)"
        );
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace existing candles of these markets" };
        var seed = NumberOption.Integer("--seed", "number", "Random seed; another number gives different candles (default 1)");
        return new Command(
            "generate",
            "Generates synthetic candles; the same options give the same candles. They are not the history of any market."
        )
            .With(symbols, end, days, minuteDays, seed, overwrite)
            .Runs(
                (result, shell) =>
                {
                    var options = ReadOptions(
                        SymbolListReader.Split(result.GetValue(symbols)),
                        result.GetValue(end),
                        result.GetValue(days) ?? 730,
                        result.GetValue(minuteDays),
                        shell.Clock
                    );
                    return Run(options with { Seed = unchecked((ulong)(result.GetValue(seed) ?? 1)) }, result.GetValue(overwrite), shell);
                }
            );
    }

    internal static GenerationOptions ReadOptions(
        IReadOnlyList<string> names,
        string? endText,
        int days,
        int? requestedMinuteDays,
        TimeProvider clock
    )
    {
        var errors = new InputErrors();
        var symbols = names.Count == 0 ? null : SymbolListReader.Parse(names, errors);
        var end = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (
            endText is not null
            && !DateOnly.TryParseExact(endText, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out end)
        )
            errors.Add("end", $"'{endText}' is not a date; write it as 2024-12-31");
        else if (end.Year is < 1990 or > 2999)
            errors.Add("end", $"end cannot be in the year {end.Year}; give 1990 to 2999");
        var minuteDays = requestedMinuteDays ?? Math.Min(30, days);
        if (days is < 1 or > MaximumDays)
            errors.Add("days", $"days cannot be {days}; give 1 to {MaximumDays}");
        else if (minuteDays < 0 || minuteDays > days)
            errors.Add("minute-days", $"minute-days cannot be {minuteDays}; give 0 to {days}");
        errors.ThrowIfAny();
        return new GenerationOptions(end, symbols, Days: days, MinuteDays: minuteDays);
    }

    private static int Run(GenerationOptions options, bool overwrites, Shell shell)
    {
        var lake = new CandleLake(shell.Settings.DataRoot);
        if (!overwrites)
            ThrowIfAnyStored(lake, options.Symbols ?? GenerationOptions.DefaultSymbols, shell);
        var progress = new ConsoleProgress(shell);
        var rows = CandleGenerator.Generate(lake, options, progress, shell.Cancel);
        shell.Out.WriteLine($"generated {rows:N0} synthetic candles in {shell.Settings.DataRoot}");
        return ExitCode.Success;
    }

    // Synthetic candles must not replace real ones by accident.
    private static void ThrowIfAnyStored(CandleLake lake, IReadOnlyList<Symbol> symbols, Shell shell)
    {
        var stored = symbols.Where(symbol => lake.Inventory(symbol).Count > 0).Select(symbol => symbol.Code).ToArray();
        if (stored.Length > 0)
            throw InvalidInputException.ForField(
                "symbols",
                $"{string.Join(", ", stored)} already {(stored.Length == 1 ? "has" : "have")} candles in {shell.Settings.DataRoot}; choose another --data-root, or give --overwrite"
            );
    }

    // Unlike Progress<T>, reports in order and on the calling thread.
    private sealed class ConsoleProgress(Shell shell) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value)
        {
            if (shell.IsErrorTerminal)
                shell.Error.WriteLine($"  {value.Done}/{value.Total} {value.Symbol}");
        }
    }
}
