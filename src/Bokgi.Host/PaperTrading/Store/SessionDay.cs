namespace Bokgi.Host.PaperTrading.Store;

/// <summary>What a session traded within a time.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Trades">The number of positions that were closed.</param>
/// <param name="Profit">Their profit, quote currency.</param>
internal sealed record SessionDay(string SessionId, int Trades, decimal Profit);
