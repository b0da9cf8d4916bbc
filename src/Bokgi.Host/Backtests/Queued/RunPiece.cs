namespace Bokgi.Host.Backtests.Queued;

/// <summary>The work of a piece of a run.</summary>
/// <param name="Symbols">Consecutive symbols of the run.</param>
/// <param name="Cash">The cash of each symbol, quote currency.</param>
/// <param name="Files">The files of their candles by name, each with its expected hash.</param>
internal sealed record RunPiece(IReadOnlyList<string> Symbols, double Cash, IReadOnlyDictionary<string, string> Files);
