using System.Text.Json;
using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Sessions;

namespace Bokgi.Host.PaperTrading.Documents;

/// <summary>A session's pairs of symbol and strategy.</summary>
internal sealed record PairList(string SessionId, int Count, IReadOnlyList<PairList.PairDocument> Strategies)
{
    public static PairList Of(string sessionId, PaperSession session) =>
        new(
            sessionId,
            session.Pairs.Count,
            [.. session.Pairs.Zip(session.Plan.Pairs, (pair, plan) => PairDocument.Of(session, pair, plan))]
        );

    /// <summary>A strategy on a symbol.</summary>
    /// <param name="Symbol">The market.</param>
    /// <param name="StrategyName">The strategy.</param>
    /// <param name="Params">All of its parameters.</param>
    /// <param name="IsEnabled">Whether the coin is switched on.</param>
    /// <param name="WarmingUp">Whether it has not seen enough bars yet.</param>
    /// <param name="BarsHave">Bars that it has seen, those before the session included.</param>
    /// <param name="BarsNeeded">Bars before every window of it is full.</param>
    /// <param name="Equity">At its last close, quote currency.</param>
    /// <param name="PositionId">The position that it holds; null for none.</param>
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
        public static PairDocument Of(PaperSession session, PaperPair pair, PairPlan plan) =>
            new(
                pair.Symbol.Code,
                pair.Strategy.Name,
                PairForm.Of(plan).Params!,
                !session.IsOff(pair.Symbol),
                pair.BarsHave < pair.BarsNeeded,
                pair.BarsHave,
                pair.BarsNeeded,
                pair.Equity,
                pair.Position is { } held ? pair.PositionId(held.EntryBar) : null
            );
    }
}
