namespace Bokgi.Host.Backtests.Queued;

/// <summary>What a piece of a run is to do.</summary>
/// <param name="Symbols">Neighbouring symbols of the run.</param>
/// <param name="Cash">The share of each symbol, quote currency.</param>
/// <param name="Files">The files of their candles by name, each with the hash that it must have.</param>
internal sealed record RunPiece(IReadOnlyList<string> Symbols, double Cash, IReadOnlyDictionary<string, string> Files);
