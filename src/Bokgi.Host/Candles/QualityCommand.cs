using System.CommandLine;
using Symbol = Bokgi.Markets.Symbol;

namespace Bokgi.Host.Candles;

internal static class QualityCommand
{
    private const int MaximumDetails = 5;

    public static Command Create()
    {
        var options = new CandleOptions();
        var jump = NumberOption.Double("--jump", "fraction", "Smallest price change from close to close to report (default QUALITY_JUMP)");
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
                    var minimumJump = result.GetValue(jump) ?? shell.Settings.QualityJump;
                    return result.GetValue(fix)
                        ? Fix(result, options, result.GetValue(json), shell)
                        : Run(result, options, minimumJump, (result.GetValue(json), result.GetValue(calendar)), shell);
                }
            );
    }

    private static int Fix(ParseResult result, CandleOptions options, bool asJson, Shell shell)
    {
        if (options.HasRange(result))
            throw InvalidInputException.ForField("fix", "--fix repairs whole files and takes no --start or --end; leave them out");
        var lake = shell.OpenLake();
        var (symbols, timeframe, _) = options.Read(result, lake);
        FixSummary[] fixes = [.. symbols.Select(symbol => lake.Fix(symbol, timeframe, shell.Cancel))];
        if (asJson)
        {
            shell.WriteJson(fixes);
            return ExitCode.Success;
        }

        foreach (var fix in fixes)
        {
            shell.Out.WriteLine(
                fix.Files.Count == 0
                    ? $"{fix.Symbol} {timeframe}: {Shell.Localize("고칠 것이 없습니다", "nothing to fix")}"
                    : $"{fix.Symbol} {timeframe}: {FormatCount(fix.Duplicates)} {Shell.Localize("중복 제거", "duplicates dropped")}, {FormatCount(fix.OutOfOrder)} {Shell.Localize("순서 바로잡음", "sorted")}, {FormatCount(fix.Rows)} {Shell.Localize("봉", "bars")}"
            );
            foreach (var file in fix.Files)
                shell.Out.WriteLine($"  {file}");
        }

        return ExitCode.Success;
    }

    private static int Run(ParseResult result, CandleOptions options, double jump, (bool AsJson, bool WithCalendar) output, Shell shell)
    {
        if (!(jump > 0 && double.IsFinite(jump)))
            throw InvalidInputException.ForField("jump", $"jump cannot be {jump}; give a fraction above 0, such as 0.3 for 30 %");
        var lake = shell.OpenLake();
        var (symbols, timeframe, range) = options.Read(result, lake);
        var failures = new List<LakeException>();
        SeriesQualityReport[] reports = [.. symbols.Select(TryReport).OfType<SeriesQualityReport>().Where(report => report.Rows > 0)];
        if (reports.Length == 0)
            throw failures.FirstOrDefault()
                ?? new LakeException(
                    LakeErrorKind.NotFound,
                    $"none of the symbols has a {timeframe} candle in the range; 'bokgi inventory' lists the stored candles"
                );
        if (output is { AsJson: true, WithCalendar: true })
            shell.WriteJson(reports.Select(SymbolQualityDocument.Of));
        else if (output.AsJson)
            shell.WriteJson(reports.Select(QualityReportDocument.Of));
        else
            WriteTable(reports, shell);
        if (output is { AsJson: false, WithCalendar: true })
            CalendarTable.Write(reports, shell.Out);
        foreach (var failure in failures)
            shell.Warn(failure.Message);
        return failures.Count == 0 ? ExitCode.Success : ExitCode.ProblemsFound;

        // A file that cannot be read does not affect the other symbols.
        SeriesQualityReport? TryReport(Symbol symbol)
        {
            try
            {
                return lake.Quality(symbol, timeframe, range, jump, shell.Cancel);
            }
            catch (LakeException malformed) when (malformed.Kind == LakeErrorKind.MalformedFile)
            {
                failures.Add(malformed);
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
            NumberColumn("rows", report => report.Rows),
            NumberColumn("expected", report => report.ExpectedBars),
            new("covered", report => (report.CoveredShare * 100).ToString("0.000", CultureInfo.InvariantCulture) + " %", IsNumber: true),
            NumberColumn("gaps", report => report.Gaps.Count),
            NumberColumn("no trade", report => report.NoTradeBars),
            NumberColumn("unknown", report => report.UnexplainedMissingBars),
            NumberColumn("duplicates", report => report.Duplicates),
            NumberColumn("unordered", report => report.OutOfOrder),
            NumberColumn("off grid", report => report.OffGridBars),
            NumberColumn("overlapping", report => report.OverlappingBars),
            NumberColumn("invalid", report => report.InvalidBars.Count),
            NumberColumn("no volume", report => report.ZeroVolumeBars),
            NumberColumn("jumps", report => report.Jumps.Count)
        );
        foreach (var report in reports)
            WriteDetails(report, shell.Out);
    }

    private static void WriteDetails(SeriesQualityReport report, TextWriter output)
    {
        if (report.Repeated is { } repetition)
            output.WriteLine(
                $"{report.Symbol} repeats {FormatCount(repetition.Bars)} bars {repetition.Hours} {(repetition.Hours == 1 ? "hour" : "hours")} later; one of two imports was read in the wrong time zone"
            );
        foreach (var gap in report.Gaps.OrderByDescending(gap => gap.Bars).Take(MaximumDetails))
            output.WriteLine(
                $"{report.Symbol} gap {UnixTime.Format(gap.FromUtc)} … {UnixTime.Format(gap.ToUtc)}: {gap.Bars} bars, {WireNames.Of(gap.Reason)}"
            );
        foreach (var bar in report.InvalidBars.Take(MaximumDetails))
            output.WriteLine($"{report.Symbol} invalid {UnixTime.Format(bar.TimeUtc)}: {WireNames.Of(bar.Fault)}");
        foreach (var jump in report.Jumps.OrderByDescending(jump => Math.Abs(jump.Change)).Take(MaximumDetails))
            output.WriteLine($"{report.Symbol} jump {UnixTime.Format(jump.TimeUtc)}: {jump.Change * 100:+0.0;-0.0} %");
    }

    private static TextColumn<SeriesQualityReport> NumberColumn(string heading, Func<SeriesQualityReport, long> get) =>
        new(heading, report => FormatCount(get(report)), IsNumber: true);

    private static string FormatCount(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
