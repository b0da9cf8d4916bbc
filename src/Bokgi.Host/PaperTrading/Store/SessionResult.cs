namespace Bokgi.Host.PaperTrading.Store;

/// <summary>What a session traded within a period, for the daily summary.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Trades">The number of positions that were closed.</param>
/// <param name="Profits">The total profit of these positions in each quote currency, by its name; negative for a loss.</param>
internal sealed record SessionResult(string SessionId, int Trades, IReadOnlyDictionary<string, decimal> Profits);
