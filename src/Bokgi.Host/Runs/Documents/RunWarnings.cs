using Bokgi.Host.Candles;

namespace Bokgi.Host.Runs.Documents;

/// <summary>Warnings about the candles of a run that affect how far its figures can be trusted, one sentence each.</summary>
internal static class RunWarnings
{
    private const double MinimumCoverage = 0.99;
    private const double MaximumInvalidShare = 0.05;
    private const string NoCandleSuffix = " has no candle in the range and was left out; the cash was shared by the others";

    public static IEnumerable<LocalizedText> Of(RunDocument run) =>
        [.. SkippedSymbols(run).Select(Of), .. SymbolsWithQuality(run).SelectMany(CorrectedRowsWarning), .. SeriousWarnings(run)];

    /// <summary>Problems that make the figures of a symbol doubtful: invalid bars, missing bars, bars off the grid, price jumps.</summary>
    public static IEnumerable<LocalizedText> SeriousWarnings(RunDocument run) =>
        SymbolsWithQuality(run).SelectMany(entry => SeriousWarnings(entry.Symbol, run.Timeframe, entry.Quality));

    /// <summary>
    /// The requested symbols that had no usable candle. Runs of earlier versions do not list these symbols, so they are found by the sentence
    /// in the warnings of the run.
    /// </summary>
    public static IEnumerable<SkippedSymbolDocument> SkippedSymbols(RunDocument run) =>
        run.LeftOut
        ?? run.Warnings.Where(warning => warning.EndsWith(NoCandleSuffix, StringComparison.Ordinal))
            .Select(warning => new SkippedSymbolDocument(warning[..^NoCandleSuffix.Length], Invalid: 0, Reasons: []));

    public static LocalizedText Of(SkippedSymbolDocument symbol) =>
        symbol.Invalid == 0
            ? new($"{symbol.Symbol}: 이 기간에 캔들이 없어 제외했고, 자금은 나머지 종목이 나누어 썼습니다", symbol.Symbol + NoCandleSuffix)
            : Text(
                $"{symbol.Symbol}: 이 기간의 캔들 {symbol.Invalid:N0}개가 모두 잘못되어({string.Join(", ", symbol.Reasons)}) 제외했고, 자금은 나머지 종목이 나누어 썼습니다. 고친 캔들을 가져오십시오",
                $"{symbol.Symbol} was left out: all {symbol.Invalid:N0} candles in the range are invalid ({string.Join(", ", symbol.Reasons)}); the cash was shared by the others; import corrected candles"
            );

    private static IEnumerable<(string Symbol, QualityDocument Quality)> SymbolsWithQuality(RunDocument run) =>
        run.Symbols.Where(symbol => run.Quality.ContainsKey(symbol.Symbol)).Select(symbol => (symbol.Symbol, run.Quality[symbol.Symbol]));

    private static IEnumerable<LocalizedText> CorrectedRowsWarning((string Symbol, QualityDocument Quality) symbolQuality)
    {
        var (symbol, (_, duplicates, outOfOrder, invalid)) = symbolQuality;
        if (duplicates + outOfOrder + invalid > 0)
            yield return new(
                $"{symbol}: 중복 {duplicates}행, 순서가 뒤바뀐 {outOfOrder}행, 잘못된 {invalid}행을 바로잡거나 제외했습니다",
                $"{symbol}: {duplicates} duplicate, {outOfOrder} out-of-order and {invalid} invalid rows were corrected or left out"
            );
    }

    private static IEnumerable<LocalizedText> SeriousWarnings(string symbol, string timeframe, QualityDocument quality)
    {
        var (rows, duplicates, _, invalid) = quality;
        var bars = rows - duplicates;
        if (invalid > MaximumInvalidShare * bars)
            yield return InvalidBarsWarning(symbol, timeframe, invalid, bars);
        if (
            quality is { ExpectedBars: { } expected, UnknownBars: { } unexplainedBars }
            && unexplainedBars > (1 - MinimumCoverage) * expected
        )
            yield return CoverageWarning(symbol, timeframe, unexplainedBars, expected);
        if (quality.OffGridBars is > 0 and var offGrid)
            yield return OffGridWarning(symbol, timeframe, offGrid, bars);
        if (quality is { PriceJumps: { } jumps, LargestJump: { } largest })
            yield return PriceJumpsWarning(symbol, jumps, largest);
    }

    private static LocalizedText InvalidBarsWarning(string symbol, string timeframe, int invalid, int bars) =>
        Text(
            $"{symbol}: 캔들 {bars:N0}개 가운데 {invalid:N0}개({100.0 * invalid / bars:0.0} %)가 잘못되어 제외했습니다. 이유는 {timeframe} 품질 보고서에 있으니 고친 캔들을 가져오십시오",
            $"{symbol}: {invalid:N0} of {bars:N0} bars ({100.0 * invalid / bars:0.0} %) are invalid and were left out; the quality report of its {timeframe} candles gives the reasons; import corrected ones"
        );

    private static LocalizedText CoverageWarning(string symbol, string timeframe, long unexplainedBars, long expected) =>
        Text(
            $"{symbol}: 있어야 할 캔들 {expected:N0}개 가운데 {unexplainedBars:N0}개가 알 수 없는 이유로 비어 있습니다(커버리지 {100 - (100.0 * unexplainedBars / expected):0.00} %). 빈 구간은 {timeframe} 품질 보고서에 있으니 수집하거나 가져오십시오",
            $"{symbol}: {unexplainedBars:N0} of {expected:N0} expected bars are missing for an unknown reason (coverage {100 - (100.0 * unexplainedBars / expected):0.00} %); the quality report of its {timeframe} candles lists the gaps; collect or import them"
        );

    private static LocalizedText OffGridWarning(string symbol, string timeframe, int offGrid, int bars) =>
        Text(
            $"{symbol}: 캔들 {bars:N0}개 가운데 {offGrid:N0}개가 {timeframe} 캔들의 시작 시각과 맞지 않습니다. 다른 시간대로 읽은 캔들이 섞였을 수 있으니 {timeframe} 품질 보고서를 보고, 맞는 파일을 --replace로 다시 가져오십시오",
            $"{symbol}: {offGrid:N0} of {bars:N0} bars do not open when a {timeframe} bar should; some bars may have been read in the wrong time zone: see the quality report of its {timeframe} candles, and import the right file again with --replace"
        );

    private static LocalizedText PriceJumpsWarning(string symbol, int jumps, QualityReportDocument.Jump largest) =>
        Text(
            $"{symbol}: 종가 급변이 {jumps:N0}건 있고, 가장 큰 것은 {largest.Timestamp}의 {100 * largest.Change:+#,0.0;-#,0.0} %입니다. 액면 변경이나 잘못된 캔들이면 성과 지표를 믿을 수 없으니 고친 캔들을 가져오거나 그 시점을 뺀 기간으로 실행하십시오",
            $"{symbol}: {(jumps == 1 ? "a price jump of" : $"{jumps:N0} price jumps, the largest")} {100 * largest.Change:+#,0.0;-#,0.0} % at {largest.Timestamp}; if the cause is a redenomination or a wrong candle, the figures are meaningless: import corrected candles, or choose a range without it"
        );

    private static LocalizedText Text(FormattableString korean, FormattableString english) =>
        new(korean.ToString(CultureInfo.InvariantCulture), english.ToString(CultureInfo.InvariantCulture));
}
