namespace Bokgi.Performance;

/// <summary>The longest runs of winning and of losing trades. A trade with a PnL of 0 ends both.</summary>
/// <param name="Wins">Most consecutive trades with a PnL above 0.</param>
/// <param name="Losses">Most consecutive trades with a PnL below 0.</param>
public readonly record struct TradeStreaks(int Wins, int Losses)
{
    /// <summary>Finds the longest streaks.</summary>
    /// <param name="pnls">PnL of each trade, in order of exit.</param>
    public static TradeStreaks FindLongest(ReadOnlySpan<double> pnls)
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
