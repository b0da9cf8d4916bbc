using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>A stored bar and the row that replaces it.</summary>
/// <param name="Stored">The bar in the lake.</param>
/// <param name="Row">The row in the file.</param>
public sealed record ChangedBar(Candle Stored, Candle Row)
{
    /// <summary>
    /// The largest change of a price, as a fraction of the stored price. If no price differs, the change of the volume as a fraction of the
    /// stored volume, times 1e-9, so that a change of volume ranks below any change of a price.
    /// </summary>
    public double Size
    {
        get
        {
            var priceChange = Math.Max(
                Math.Max(Difference(Stored.Open, Row.Open), Difference(Stored.High, Row.High)),
                Math.Max(Difference(Stored.Low, Row.Low), Difference(Stored.Close, Row.Close))
            );
            return priceChange > 0 ? priceChange : Difference(Stored.Volume, Row.Volume) * 1e-9;
        }
    }

    private static double Difference(double stored, double row) =>
        stored == row ? 0
        : double.IsFinite(stored) && double.IsFinite(row) && stored != 0 ? Math.Abs((row / stored) - 1)
        : double.MaxValue;
}
