namespace Bokgi.Series;

/// <summary>A bar that is not closed yet. Trades may arrive in any order.</summary>
internal sealed class FormingBar(long openUtc)
{
    private readonly HashSet<long> ids = [];
    private (long TimeUtc, long Id) firstTrade = (long.MaxValue, long.MaxValue);
    private (long TimeUtc, long Id) lastTrade = (long.MinValue, long.MinValue);
    private decimal open;
    private decimal high = decimal.MinValue;
    private decimal low = decimal.MaxValue;
    private decimal close;
    private decimal volume;

    public long OpenUtc => openUtc;

    /// <summary>Whether trades of the bar were missed.</summary>
    public bool IsIncomplete { get; set; }

    /// <summary>Adds a trade.</summary>
    /// <returns>Whether the trade is new.</returns>
    public bool Add(long id, long timeUtc, decimal price, decimal quantity)
    {
        if (!ids.Add(id))
            return false;
        var tradeKey = (timeUtc, id);
        if (tradeKey.CompareTo(firstTrade) < 0)
            (firstTrade, open) = (tradeKey, price);
        if (tradeKey.CompareTo(lastTrade) > 0)
            (lastTrade, close) = (tradeKey, price);
        high = Math.Max(high, price);
        low = Math.Min(low, price);
        volume += quantity;
        return true;
    }

    public bool Contains(long id) => ids.Contains(id);

    public BuiltBar Close() =>
        new(
            openUtc,
            ids.Count == 0 ? null : new Candle(openUtc, (double)open, (double)high, (double)low, (double)close, (double)volume),
            !IsIncomplete
        );
}
