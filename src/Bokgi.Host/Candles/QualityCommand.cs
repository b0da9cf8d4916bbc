using System.CommandLine;
using Symbol = Bokgi.Markets.Symbol;

namespace Bokgi.Host.Candles;

internal static class QualityCommand
{
    private const int Listed = 5;

    public static Command Create()
    {
        var options = new CandleOptions();
        var jump = NumberOption.Real("--jump", "fraction", "Smallest price change from close to close to report (default QUALITY_JUMP)");
        var json = new Option<bool>("--json") { Description = "Print only JSON to standard output" };
        var calendar = new Option<bool>("--calendar") { Description = "Also show the coverage of each day, one line per month" };
        var fix = new Option<bool>("--fix")
        {
            Description = "Sort the rows and drop duplicates, keeping the last one; no bar is added or lost",
        };
        return new Command("quality", "Reports gaps, duplicates, invalid bars, price jumps and coverage of stored candles.")
            .With([.. options.All, jump, calendar, fix, json])
            .WithExamples(
                "quality --symbols '*' --timeframe 1H",
                "quality --symbols BTC_KRW --timeframe 1M --calendar",
                "quality --symbols BTC_KRW --fix"
            )
            .Runs(
                (result, shell) =>
                {
                    var least = result.GetValue(jump) ?? shell.Settings.QualityJump;
                    return result.GetValue(fix)
                        ? Fix(result, options, result.GetValue(json), shell)
                        : Run(result, options, least, (result.GetValue(json), result.GetValue(calendar)), shell);
                }
            );
    }

    private static int Fix(ParseResult result, CandleOptions options, bool asJson, Shell shell)
    {
        if (options.HasRange(result))
            throw RefusedInputException.Of("fix", "--fix repairs whole files and takes no --start or --end; leave them out");
        var lake = shell.OpenLake();
        var (symbols, timeframe, _) = options.Read(result, lake);
        FixSummary[] fixes = [.. symbols.Select(symbol => lake.Fix(symbol, timeframe, shell.Cancel))];
        if (asJson)
        {
            shell.WriteJson(fixes);
            return ExitCode.Good;
        }

        foreach (var fix in fixes)
        {
            shell.Out.WriteLine(
                fix.Files.Count == 0
                    ? $"{fix.Symbol} {timeframe}: {Shell.Say("고칠 것이 없습니다", "nothing to fix")}"
                    : $"{fix.Symbol} {timeframe}: {Count(fix.Duplicates)} {Shell.Say("중복 제거", "duplicates dropped")}, {Count(fix.OutOfOrder)} {Shell.Say("순서 바로잡음", "sorted")}, {Count(fix.Rows)} {Shell.Say("봉", "bars")}"
            );
            foreach (var file in fix.Files)
                shell.Out.WriteLine($"  {file}");
        }

        return ExitCode.Good;
    }

    private static int Run(ParseResult result, CandleOptions options, double jump, (bool AsJson, bool WithCalendar) shown, Shell shell)
    {
        if (!(jump > 0 && double.IsFinite(jump)))
            throw RefusedInputException.Of("jump", $"jump cannot be {jump}; give a fraction above 0, such as 0.3 for 30 %");
        var lake = shell.OpenLake();
        var (symbols, timeframe, range) = options.Read(result, lake);
        var refusals = new List<LakeException>();
        SeriesQualityReport[] reports =
        [
            .. symbols.Select(symbol => Report(symbol, refusals)).OfType<SeriesQualityReport>().Where(report => report.Rows > 0),
        ];
        if (reports.Length == 0)
            throw refusals.FirstOrDefault()
                ?? new LakeException(
                    LakeErrorKind.NotFound,
                    $"none of the symbols has a {timeframe} candle in the range; 'bokgi inventory' lists the stored candles"
                );
        if (shown is { AsJson: true, WithCalendar: true })
            shell.WriteJson(reports.Select(SymbolQualityDocument.Of));
        else if (shown.AsJson)
            shell.WriteJson(reports.Select(QualityReportDocument.Of));
        else
            WriteTable(reports, shell);
        if (shown is { AsJson: false, WithCalendar: true })
            CalendarTable.Write(reports, shell.Out);
        foreach (var refusal in refusals)
            shell.Warn(refusal.Message);
        return refusals.Count == 0 ? ExitCode.Good : ExitCode.Refused;

        // A file that cannot be read does not affect the other symbols.
        SeriesQualityReport? Report(Symbol symbol, List<LakeException> refused)
        {
            try
            {
                return lake.Quality(symbol, timeframe, range, jump, shell.Cancel);
            }
            catch (LakeException malformed) when (malformed.Kind == LakeErrorKind.MalformedFile)
            {
                refused.Add(malformed);
                return null;
            }
        }
    }

    private static void WriteTable(SeriesQualityReport[] reports, Shell shell)
    {
        shell.Write(
            reports,
            new("symbol", report => report.Symbol.Code),
            new("first", report => UnixTime.Format(report.FirstUtc!.Value)),
            new("last", report => UnixTime.Format(report.LastUtc!.Value)),
            Number("rows", report => report.Rows),
            Number("expected", report => report.ExpectedBars),
            new("covered", report => (report.CoveredShare * 100).ToString("0.000", CultureInfo.InvariantCulture) + " %", IsNumber: true),
            Number("gaps", report => report.Gaps.Count),
            Number("no trade", report => report.NoTradeBars),
            Number("unknown", report => report.UnknownBars),
            Number("duplicates", report => report.Duplicates),
            Number("unordered", report => report.OutOfOrder),
            Number("off grid", report => report.OffGridBars),
            Number("overlapping", report => report.OverlappingBars),
            Number("invalid", report => report.InvalidBars.Count),
            Number("no volume", report => report.ZeroVolumeBars),
            Number("jumps", report => report.Jumps.Count)
        );
        foreach (var report in reports)
            WriteDetails(report, shell.Out);
    }

    private static void WriteDetails(SeriesQualityReport report, TextWriter output)
    {
        if (report.Repeated is { } again)
            output.WriteLine(
                $"{report.Symbol} repeats {Count(again.Bars)} bars {again.Hours} {(again.Hours == 1 ? "hour" : "hours")} later; one of two imports was read in the wrong time zone"
            );
        foreach (var gap in report.Gaps.OrderByDescending(gap => gap.Bars).Take(Listed))
            output.WriteLine(
                $"{report.Symbol} gap {UnixTime.Format(gap.FromUtc)} … {UnixTime.Format(gap.ToUtc)}: {gap.Bars} bars, {WireNames.Of(gap.Reason)}"
            );
        foreach (var bar in report.InvalidBars.Take(Listed))
            output.WriteLine($"{report.Symbol} invalid {UnixTime.Format(bar.TimeUtc)}: {WireNames.Of(bar.Fault)}");
        foreach (var jump in report.Jumps.OrderByDescending(jump => Math.Abs(jump.Change)).Take(Listed))
            output.WriteLine($"{report.Symbol} jump {UnixTime.Format(jump.TimeUtc)}: {jump.Change * 100:+0.0;-0.0} %");
    }

    private static TextColumn<SeriesQualityReport> Number(string heading, Func<SeriesQualityReport, long> get) =>
        new(heading, report => Count(get(report)), IsNumber: true);

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
