namespace Bokgi.Markets;

/// <summary>How far apart a market's prices lie: a step for each band of prices. Together they are the prices at which orders are taken.</summary>
public sealed class PriceSteps
{
    private readonly double[] from;
    private readonly StepGrid[] grids;

    /// <summary>Steps of bands.</summary>
    /// <param name="bands">
    /// The first price of each band and its step, quote currency, dearest first; the last band begins at 0. Where a band begins is a multiple
    /// of its step and of the one below.
    /// </param>
    internal PriceSteps(params (double From, double Step)[] bands)
    {
        from = [.. bands.Select(band => band.From)];
        grids = [.. bands.Select(band => new StepGrid(band.Step))];
    }

    /// <summary>The least price that is not below <paramref name="price"/>.</summary>
    public double Up(double price) => Grid(price).Up(price);

    /// <summary>The greatest price that is not above <paramref name="price"/>, but never 0: nothing is traded below the first step.</summary>
    public double Down(double price) => Math.Max(Grid(price).Down(price), grids[^1].Multiple(1));

    /// <summary>The price nearest to <paramref name="price"/>, but never 0.</summary>
    public double Nearest(double price) => Grid(price).Nearest(price);

    private StepGrid Grid(double price)
    {
        var band = 0;
        while (price < from[band])
            band++;
        return grids[band];
    }
}
