using Bokgi.Host.Candles;

namespace Bokgi.Host.Runs.Documents;

/// <summary>The quality of a symbol's candles as the run used them, warm-up included.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Duplicates">Rows left out because a later row had the same time.</param>
/// <param name="OutOfOrder">Rows whose time was before that of the preceding row.</param>
/// <param name="Invalid">Rows left out because the bar was not valid.</param>
internal sealed record QualityDocument(int Rows, int Duplicates, int OutOfOrder, int Invalid)
{
    /// <summary>The number of bars from the first row to the last if none were missing; null in runs of earlier versions.</summary>
    public long? ExpectedBars { get; init; }

    /// <summary>Missing bars for which no reason is known.</summary>
    public long? UnknownBars { get; init; }

    /// <summary>Rows whose open time is not on the timeframe's grid.</summary>
    public int? OffGridBars { get; init; }

    /// <summary>Closes that differ from the previous close by more than QUALITY_JUMP.</summary>
    public int? PriceJumps { get; init; }

    /// <summary>The largest price jump; null if there is none.</summary>
    public QualityReportDocument.Jump? LargestJump { get; init; }

    public static QualityDocument Of(SeriesQuality quality, SeriesContinuity continuity) =>
        new(quality.Rows, quality.Duplicates, quality.OutOfOrder, quality.Invalid)
        {
            ExpectedBars = continuity.ExpectedBars,
            UnknownBars = continuity.UnexplainedMissingBars,
            OffGridBars = continuity.OffGridBars,
            PriceJumps = continuity.Jumps,
            LargestJump = continuity.LargestJump is { } jump
                ? new QualityReportDocument.Jump(UnixTime.Format(jump.TimeUtc), jump.Change)
                : null,
        };
}
