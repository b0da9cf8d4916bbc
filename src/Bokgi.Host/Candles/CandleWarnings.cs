using Bokgi.MarketData.Lake;

namespace Bokgi.Host.Candles;

/// <summary>What someone who asked for candles should know beside them.</summary>
internal static class CandleWarnings
{
    /// <summary>The header that bears the warnings of an answer.</summary>
    public const string Header = "X-Bokgi-Warnings";

    // Clients take headers of some kilobytes only.
    private const int InHeader = 10;

    /// <summary>One sentence each; empty when all is well.</summary>
    public static IReadOnlyList<string> Of(CandleBatch batch)
    {
        List<string> warnings = [.. batch.Missing.Select(symbol => $"{symbol} has no {batch.Timeframe} candle in the range")];
        if (batch.Duplicates + batch.OutOfOrder > 0)
            warnings.Add(
                $"{batch.Duplicates} duplicate rows left out, {batch.OutOfOrder} rows were out of order; see the quality report of the candles"
            );
        return warnings;
    }

    /// <summary>Warnings as a header holds them; symbols and the rest are ASCII.</summary>
    public static string InLine(IReadOnlyList<string> warnings) =>
        string.Join("; ", warnings.Take(InHeader)) + (warnings.Count > InHeader ? $"; and {warnings.Count - InHeader} more" : string.Empty);
}
