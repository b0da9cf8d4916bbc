using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.UnitTests.Reference;

/// <summary>
/// A second implementation of the specification, slow but obvious. The engine must give the same results, trade by trade. The two
/// implementations share only the types of candles and timeframes.
/// </summary>
internal static class ReferenceEngine
{
    /// <summary>
    /// Runs one pair over valid candles in time order; the first <see cref="ReferenceRequest.WarmupBars"/> of them are only for warm-up.
    /// </summary>
    public static ReferenceResult Run(IReadOnlyList<Candle> candles, Timeframe timeframe, ReferenceRequest request)
    {
        if (candles.Count <= request.WarmupBars)
            throw new ArgumentException(
                $"no bars in the range: {candles.Count} candles, {request.WarmupBars} of them warm-up",
                nameof(candles)
            );

        List<ReferenceSignal> signals = [.. Signals(candles, timeframe, request).Where(signal => signal.Bar >= request.WarmupBars)];
        var account = new ReferenceAccount(candles, timeframe, request);
        account.Run(signals);
        var study = new ReferenceStudy([.. signals.Select(signal => StudyReturn(candles, signal, request.HoldBars))]);
        var buyAndHold = (candles[^1].Close / candles[request.WarmupBars].Open) - 1;
        var figures = ReferenceFigures.Compute(
            account.Curve,
            account.Trades,
            signals.Count,
            account.UnfilledEntries,
            buyAndHold,
            account.TooSmallEntries
        );
        return new ReferenceResult(signals, account.Trades, account.UnfilledEntries, account.Curve, figures, study)
        {
            TooSmallEntries = account.TooSmallEntries,
        };
    }

    public static IEnumerable<ReferenceSignal> Signals(IReadOnlyList<Candle> candles, Timeframe timeframe, ReferenceRequest request) =>
        request.Strategy switch
        {
            "volume_long_candle" => ReferenceVolumeLongCandle.Signals(candles, request),
            "volume_zone_breakout" => ReferenceVolumeZoneBreakout.Signals(candles, timeframe, request),
            _ => throw new ArgumentException(
                $"'{request.Strategy}' is not a strategy; use volume_long_candle or volume_zone_breakout",
                nameof(request)
            ),
        };

    private static double StudyReturn(IReadOnlyList<Candle> candles, ReferenceSignal signal, int hold)
    {
        var entry = candles[signal.Bar].Close;
        var exit = candles[Math.Min(signal.Bar + hold, candles.Count - 1)].Close;
        return (exit - entry) / entry;
    }
}
