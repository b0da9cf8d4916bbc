using Bokgi.Series;

namespace Bokgi.Host.Backtests.Documents;

/// <summary>What had to be put right in a symbol's candles.</summary>
internal sealed record QualityDocument(int Rows, int Duplicates, int OutOfOrder, int Invalid)
{
    public static QualityDocument Of(SeriesQuality quality) => new(quality.Rows, quality.Duplicates, quality.OutOfOrder, quality.Invalid);
}
