using System.CommandLine;

namespace Bokgi.Host.Candles;

internal static class LoadCommand
{
    public static Command Create()
    {
        var options = new CandleOptions();
        var format = TextOption.Single("--format", "name", "table (default), csv, parquet, arrow or json");
        var output = TextOption.Single("--output", "file", "File to write to (default: standard output)", "-o");
        return new Command(
            "load",
            "Prints or writes stored candles: timestamp (UTC), symbol, timeframe, open, high, low, close, volume; sorted by time, then symbol."
        )
            .With([.. options.All, format, output])
            .WithExamples(
                "load --symbols BTC_KRW --timeframe 1H --start 2024-01-01 --end 2024-01-01",
                "load --symbols BTC_KRW,ETH_KRW --timeframe 1H --format parquet --output candles.parquet"
            )
            .Runs((result, shell) => Run(result, options, result.GetValue(format), result.GetValue(output), shell));
    }

    private static int Run(ParseResult result, CandleOptions options, string? formatName, string? path, Shell shell)
    {
        var errors = new InputErrors();
        var format = WireNames.Read(formatName, CandleFormat.Table, "format", errors);
        var isBinary = format is CandleFormat.Parquet or CandleFormat.Arrow;
        if (path is null && isBinary && shell.IsOutTerminal)
            errors.Add("output", $"{formatName} cannot be shown in a terminal; name a file with --output, or pipe it");
        OutputFile.Check(path, mayReplace: true, errors);
        errors.ThrowIfAny();

        var lake = shell.OpenLake();
        var (symbols, timeframe, range) = options.Read(result, lake);
        using var batch = lake.Load(symbols, timeframe, range, shell.Cancel);
        foreach (var warning in CandleWarnings.Of(batch))
            shell.Warn(warning);
        if (format == CandleFormat.Table)
            CandleTable.Write(batch, shell);
        else if (path is null)
            CandleWriting.Write(batch, format, Shell.OpenOut(), shell.Cancel);
        else
            OutputFile.Write(path, mayReplace: true, file => CandleWriting.Write(batch, format, file, shell.Cancel));
        return ExitCode.Success;
    }
}
