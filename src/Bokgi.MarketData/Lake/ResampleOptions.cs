using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>Which longer bars are made of shorter ones.</summary>
/// <param name="Range">Open times of the new bars, UTC.</param>
/// <param name="WithGaps">
/// Whether bars are also made of periods in which bars are absent and nobody knows why; else only of those that are whole: every bar is
/// there, or known never to have been made.
/// </param>
/// <param name="Replaces">Whether stored bars are replaced where they differ; else they stay. None is ever removed.</param>
public sealed record ResampleOptions(TimeRange Range, bool WithGaps = false, bool Replaces = false);
