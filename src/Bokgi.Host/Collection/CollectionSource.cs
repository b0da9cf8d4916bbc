namespace Bokgi.Host.Collection;

/// <summary>Keeps candles of different origin apart: a series has one source.</summary>
internal static class CollectionSource
{
    /// <summary>Why a series cannot be collected into this lake; null when it can.</summary>
    public static string? Refusal(CollectionSeries series, CollectionRecord? record) =>
        record is null || record.Source == series.Exchange
            ? null
            : $"{series} in the lake {(record.Source == CollectionRecord.Synthetic ? "is synthetic" : $"was collected from {record.Source}")}, and candles of {series.Exchange} are not mixed with it; take another --data-root (DATA_ROOT), or remove the folder {series.Symbol}/{series.Timeframe} there";

    /// <exception cref="RefusedInputException">The stored series has another source.</exception>
    public static void Check(CollectionSeries series, CollectionRecord? record)
    {
        if (Refusal(series, record) is { } refusal)
            throw RefusedInputException.Of("symbols", refusal);
    }
}
