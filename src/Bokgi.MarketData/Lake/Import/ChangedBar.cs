using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>A stored bar and the row that takes its place.</summary>
/// <param name="Stored">What the lake has.</param>
/// <param name="Row">What the file has.</param>
public sealed record ChangedBar(Candle Stored, Candle Row)
{
    /// <summary>
    /// How far the two are apart, as a fraction of the stored one: the most of all prices; of the volume only where no price differs.
    /// </summary>
    public double Size
    {
        get
        {
            var prices = Math.Max(
                Math.Max(Apart(Stored.Open, Row.Open), Apart(Stored.High, Row.High)),
                Math.Max(Apart(Stored.Low, Row.Low), Apart(Stored.Close, Row.Close))
            );
            return prices > 0 ? prices : Apart(Stored.Volume, Row.Volume) * 1e-9;
        }
    }

    private static double Apart(double stored, double row) =>
        stored == row ? 0
        : double.IsFinite(stored) && double.IsFinite(row) && stored != 0 ? Math.Abs((row / stored) - 1)
        : double.MaxValue;
}
