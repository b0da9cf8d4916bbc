using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;

namespace Bokgi.Host.PaperTrading.Documents;

/// <summary>A session's pairs of symbol and strategy.</summary>
internal sealed record PairList(string SessionId, int Count, IReadOnlyList<PairList.PairDocument> Strategies)
{
    public static PairList Of(PaperSessionRow row, PaperSession session) =>
        new(row.SessionId, session.Pairs.Count, [.. session.Pairs.Select(pair => PairDocument.Of(session, pair))]);

    /// <summary>A strategy on a symbol.</summary>
    /// <param name="Symbol">The market.</param>
    /// <param name="StrategyName">The strategy.</param>
    /// <param name="Params">All of its parameters.</param>
    /// <param name="IsEnabled">Whether the symbol is switched on.</param>
    /// <param name="WarmingUp">Whether it has not seen enough bars yet.</param>
    /// <param name="BarsHave">Number of bars seen so far, including those from before the session.</param>
    /// <param name="BarsNeeded">Number of bars before every window of the strategy is full.</param>
    /// <param name="Equity">Equity at the last close, quote currency.</param>
    /// <param name="PositionId">The open position; null if there is none.</param>
    public sealed record PairDocument(
        string Symbol,
        string StrategyName,
        IReadOnlyDictionary<string, JsonElement> Params,
        bool IsEnabled,
        bool WarmingUp,
        long BarsHave,
        int BarsNeeded,
        double Equity,
        string? PositionId
    )
    {
        public static PairDocument Of(PaperSession session, PaperPair pair) =>
            new(
                pair.Plan.Symbol.Code,
                pair.Plan.Strategy.Name,
                PairForm.Of(pair.Plan).Params!,
                !session.Controls.SwitchedOff.Contains(pair.Plan.Symbol),
                pair.IsWarmingUp,
                pair.BarsSeen,
                pair.Plan.WarmUpBars,
                pair.Equity,
                pair.PositionId
            );
    }
}
