namespace Bokgi.Host.Candles;

internal static class CandleWarnings
{
    public const string Header = "X-Bokgi-Warnings";

    // Clients accept only a few kilobytes of headers.
    private const int MaximumInHeader = 10;

    public static IReadOnlyList<string> Of(CandleBatch batch)
    {
        List<string> warnings = [.. batch.Missing.Select(symbol => $"{symbol} has no {batch.Timeframe} candle in the range")];
        if (batch.Duplicates + batch.OutOfOrder > 0)
            warnings.Add(
                $"{batch.Duplicates} duplicate rows left out, {batch.OutOfOrder} rows were out of order; see the quality report of the candles"
            );
        return warnings;
    }

    /// <summary>The warnings as the value of a header; they contain only ASCII characters.</summary>
    public static string HeaderValue(IReadOnlyList<string> warnings) =>
        string.Join("; ", warnings.Take(MaximumInHeader))
        + (warnings.Count > MaximumInHeader ? $"; and {warnings.Count - MaximumInHeader} more" : string.Empty);
}
