namespace Bokgi.Markets;

/// <summary>A market's tick sizes: one price step per band of prices. An order's price must be a multiple of its band's step.</summary>
public sealed class PriceSteps
{
    private readonly double[] lowerBounds;
    private readonly StepGrid[] grids;

    /// <param name="bands">
    /// The lower bound of each band and its step, in quote currency, highest band first; the last band starts at 0. Each lower bound is a
    /// multiple of its own step and of the step of the band below.
    /// </param>
    internal PriceSteps(params (double From, double Step)[] bands)
    {
        lowerBounds = [.. bands.Select(band => band.From)];
        grids = [.. bands.Select(band => new StepGrid(band.Step))];
    }

    /// <summary>The lowest valid price at or above <paramref name="price"/>.</summary>
    public double RoundUp(double price) => GridFor(price).RoundUp(price);

    /// <summary>The highest valid price at or below <paramref name="price"/>, but at least one step: a price is never 0.</summary>
    public double RoundDown(double price) => Math.Max(GridFor(price).RoundDown(price), grids[^1].Multiple(1));

    /// <summary>The valid price nearest to <paramref name="price"/>, but at least one step, which <see cref="StepGrid"/> ensures.</summary>
    public double RoundToNearest(double price) => GridFor(price).RoundToNearest(price);

    private StepGrid GridFor(double price)
    {
        var band = 0;
        while (price < lowerBounds[band])
            band++;
        return grids[band];
    }
}
