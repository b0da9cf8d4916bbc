namespace Bokgi.Performance;

/// <summary>Most winning and most losing trades in a row; a trade whose pnl is 0 ends both.</summary>
/// <param name="Wins">Most trades with a pnl above 0 in a row.</param>
/// <param name="Losses">Most trades with a pnl below 0 in a row.</param>
public readonly record struct TradeStreaks(int Wins, int Losses)
{
    /// <summary>Finds them.</summary>
    /// <param name="pnls">Pnl of each trade, in the order in which they ended.</param>
    public static TradeStreaks Of(ReadOnlySpan<double> pnls)
    {
        var longest = new TradeStreaks(0, 0);
        var (wins, losses) = (0, 0);
        foreach (var pnl in pnls)
        {
            wins = pnl > 0 ? wins + 1 : 0;
            losses = pnl < 0 ? losses + 1 : 0;
            longest = new TradeStreaks(Math.Max(longest.Wins, wins), Math.Max(longest.Losses, losses));
        }

        return longest;
    }
}
