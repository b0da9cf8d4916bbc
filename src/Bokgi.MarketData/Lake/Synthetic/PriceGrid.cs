namespace Bokgi.MarketData.Lake.Synthetic;

/// <summary>Rounds prices as a KRW market does, by Upbit's steps since 2025-07-31.</summary>
internal static class PriceGrid
{
    // In won.
    private static readonly (double From, double Step)[] Whole =
    [
        (1_000_000, 1_000),
        (500_000, 500),
        (100_000, 100),
        (50_000, 50),
        (10_000, 10),
        (5_000, 5),
        (100, 1),
    ];

    // Below 100 won a step is a hundredth of the band's first price, down to a hundred-millionth of a won.
    private static readonly (double From, double StepsPerWon)[] Fractions =
    [
        (10, 10),
        (1, 100),
        (0.1, 1_000),
        (0.01, 10_000),
        (0.001, 100_000),
        (0.0001, 1_000_000),
        (0.00001, 10_000_000),
        (0, 100_000_000),
    ];

    /// <summary>The nearest price of the grid; never 0.</summary>
    public static double Round(double price)
    {
        foreach (var (from, step) in Whole)
        {
            if (price >= from)
                return Math.Round(price / step) * step;
        }

        // Division by a whole number gives the double that the decimal is written as.
        var perWon = Array.Find(Fractions, band => price >= band.From).StepsPerWon;
        return Math.Max(Math.Round(price * perWon), 1) / perWon;
    }
}
