namespace Bokgi.Host.PaperTrading.Store;

/// <summary>What a session traded within a period, for the daily summary.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Trades">The number of positions that were closed.</param>
/// <param name="Profits">Their profit, by quote currency.</param>
internal sealed record SessionResult(string SessionId, int Trades, IReadOnlyDictionary<string, decimal> Profits);
