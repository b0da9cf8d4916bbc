using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>Which longer bars to build from shorter ones.</summary>
/// <param name="Range">Open times of the new bars, UTC.</param>
/// <param name="AllowGaps">
/// Whether to build bars even for periods in which shorter bars are missing for an unknown reason. Otherwise, bars are built only for
/// complete periods, in which every shorter bar is stored or known never to have existed.
/// </param>
/// <param name="ReplaceExisting">
/// Whether a new bar replaces a stored bar with the same time; otherwise, the stored bar is kept. No bar is ever removed.
/// </param>
public sealed record ResampleOptions(TimeRange Range, bool AllowGaps = false, bool ReplaceExisting = false);
