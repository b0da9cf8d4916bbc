using Bokgi.Host.Candles;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Host.Backtests.Documents;

/// <summary>The quality of a symbol's candles as the run used them, warm-up included.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Duplicates">Rows left out because a later row had the same time.</param>
/// <param name="OutOfOrder">Rows whose time lay before that of the row in front of them.</param>
/// <param name="Invalid">Rows left out because the bar was not valid.</param>
internal sealed record QualityDocument(int Rows, int Duplicates, int OutOfOrder, int Invalid)
{
    /// <summary>Bars from the first row to the last if none were missing; null in runs of earlier versions.</summary>
    public long? ExpectedBars { get; init; }

    /// <summary>Missing bars of which nobody knows why.</summary>
    public long? UnknownBars { get; init; }

    /// <summary>Rows that open where no bar of that length does.</summary>
    public int? OffGridBars { get; init; }

    /// <summary>Closes further from the close before them than QUALITY_JUMP.</summary>
    public int? PriceJumps { get; init; }

    /// <summary>The largest of them; null without any.</summary>
    public QualityReportDocument.Jump? LargestJump { get; init; }

    public static QualityDocument Of(SeriesQuality quality, SeriesContinuity continuity) =>
        new(quality.Rows, quality.Duplicates, quality.OutOfOrder, quality.Invalid)
        {
            ExpectedBars = continuity.ExpectedBars,
            UnknownBars = continuity.UnknownBars,
            OffGridBars = continuity.OffGridBars,
            PriceJumps = continuity.Jumps,
            LargestJump = continuity.LargestJump is { } jump
                ? new QualityReportDocument.Jump(UnixTime.Format(jump.TimeUtc), jump.Change)
                : null,
        };
}
