using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;

namespace Bokgi.Host.PaperTrading.Documents;

/// <summary>The newest candle of each of a session's symbols.</summary>
internal sealed record LatestCandles(string SessionId, string Timeframe, int Count, IReadOnlyList<LatestCandles.MarketCandle> Candles)
{
    /// <summary>
    /// Takes each candle from the session, or from the lake if the session has none yet; omits symbols that have a candle in neither.
    /// </summary>
    public static LatestCandles Of(PaperSessionRow row, PaperSession session, CandleLake lake)
    {
        var timeframe = session.Plan.Timeframe;
        var candles = session.Plan.Symbols.Select(symbol =>
            session.Latest.TryGetValue(symbol, out var latest) ? MarketCandle.Of(symbol, latest, "session")
            : ReadLastFromLake(lake, symbol, timeframe) is { } stored ? MarketCandle.Of(symbol, stored, "lake")
            : null
        );
        MarketCandle[] found = [.. candles.OfType<MarketCandle>()];
        return new LatestCandles(row.SessionId, timeframe.Name, found.Length, found);
    }

    private static Candle? ReadLastFromLake(CandleLake lake, Symbol symbol, Timeframe timeframe)
    {
        if (lake.Inventory(symbol, timeframe) is not { Count: > 0 } files)
            return null;
        var lastUtc = files.Max(file => file.LastUtc);
        using var series = lake.LoadSeries(symbol, timeframe, new TimeRange(lastUtc ?? 0, long.MaxValue));
        return series.Count > 0 ? series[series.Count - 1] : null;
    }

    /// <summary>A candle.</summary>
    /// <param name="Symbol">The market.</param>
    /// <param name="Timestamp">When it opened.</param>
    /// <param name="Open">First price.</param>
    /// <param name="High">Highest price.</param>
    /// <param name="Low">Lowest price.</param>
    /// <param name="Close">Last price.</param>
    /// <param name="Volume">Volume in base currency.</param>
    /// <param name="Source">Where the candle comes from: session or lake.</param>
    public sealed record MarketCandle(
        string Symbol,
        string Timestamp,
        double Open,
        double High,
        double Low,
        double Close,
        double Volume,
        string Source
    )
    {
        public static MarketCandle Of(Symbol symbol, in Candle candle, string source) =>
            new(symbol.Code, UnixTime.Format(candle.TimeUtc), candle.Open, candle.High, candle.Low, candle.Close, candle.Volume, source);
    }
}
