using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Spectre.Console;

namespace Bokgi.Host.Candles;

/// <summary><c>bokgi quality</c>: gaps and faults of stored candles.</summary>
internal static class QualityCommand
{
    private const int Listed = 5;

    public static Command Create()
    {
        var options = new CandleOptions();
        var jump = NumberOption.Real("--jump", "fraction", "Price change from close to close that is told (default 0.3)");
        var json = new Option<bool>("--json") { Description = "As JSON, alone on standard output" };
        var command = new Command("quality", "Tells gaps, duplicates, invalid bars, price jumps and coverage of stored candles.");
        options.AddTo(command);
        command.Options.Add(jump);
        command.Options.Add(json);
        return command.Runs((result, shell) => Run(result, options, result.GetValue(jump) ?? 0.3, result.GetValue(json), shell));
    }

    private static int Run(ParseResult result, CandleOptions options, double jump, bool asJson, Shell shell)
    {
        var errors = new InputErrors();
        if (!(jump > 0 && double.IsFinite(jump)))
            errors.Add("jump", FormattableString.Invariant($"jump cannot be {jump}; give a fraction above 0, such as 0.3 for 30 %"));
        errors.ThrowIfAny();
        var lake = shell.OpenLake();
        var (symbols, timeframe, range) = options.Read(result, lake);
        SeriesQualityReport[] reports = [.. symbols.Select(symbol => lake.Quality(symbol, timeframe, range, jump, shell.Cancel)).Where(report => report.Rows > 0)];
        if (reports.Length == 0)
            throw new LakeException(LakeErrorKind.NotFound, $"none of the symbols has a {timeframe} candle in the range; 'bokgi inventory' lists what there is");

        if (asJson)
            shell.Out.WriteLine(JsonSerializer.Serialize(reports.Select(QualityReportDocument.Of), JsonFormat.Options));
        else
            WriteTable(reports, shell);
        return ExitCode.Good;
    }

    private static void WriteTable(SeriesQualityReport[] reports, Shell shell)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("symbol", "first", "last");
        foreach (var heading in (string[])["rows", "expected", "covered", "gaps", "duplicates", "unordered", "invalid", "no volume", "jumps"])
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var report in reports)
        {
            table.AddRow(
                [
                    report.Symbol.Code,
                    UnixTime.Format(report.FirstUtc!.Value),
                    UnixTime.Format(report.LastUtc!.Value),
                    Count(report.Rows),
                    Count(report.ExpectedBars),
                    (report.CoveredShare * 100).ToString("0.000", CultureInfo.InvariantCulture) + " %",
                    Count(report.Gaps.Count),
                    Count(report.Duplicates),
                    Count(report.OutOfOrder),
                    Count(report.InvalidBars.Count),
                    Count(report.ZeroVolumeBars),
                    Count(report.Jumps.Count),
                ]
            );
        }

        shell.Write(table);
        foreach (var report in reports)
            WriteDetails(report, shell.Out);
    }

    private static void WriteDetails(SeriesQualityReport report, TextWriter output)
    {
        foreach (var gap in report.Gaps.OrderByDescending(gap => gap.Bars).Take(Listed))
            output.WriteLine($"{report.Symbol} gap {UnixTime.Format(gap.FromUtc)} … {UnixTime.Format(gap.ToUtc)}: {gap.Bars} bars, {WireNames.Of(gap.Reason)}");
        foreach (var bar in report.InvalidBars.Take(Listed))
            output.WriteLine($"{report.Symbol} invalid {UnixTime.Format(bar.TimeUtc)}: {WireNames.Of(bar.Fault)}");
        foreach (var jump in report.Jumps.OrderByDescending(jump => Math.Abs(jump.Change)).Take(Listed))
            output.WriteLine(FormattableString.Invariant($"{report.Symbol} jump {UnixTime.Format(jump.TimeUtc)}: {jump.Change * 100:+0.0;-0.0} %"));
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
