using System.Globalization;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.FakeExchange.Recording;

/// <summary>Generates trades that add up to a given bar, bit for bit. The result is deterministic.</summary>
internal static class TradeGenerator
{
    private const decimal QuantityStep = 0.00000001m;
    private const double MaxPriceOrVolume = 1e18;
    private const double MinPriceOrVolume = 1e-18;
    private const int MaxExtraTrades = 16;
    private const double BaseTradedValue = 2_000_000; // in quote currency
    private const int IdsPerMillisecond = 10_000;
    private const int MaxNeighbourSteps = 2_000; // neighbours of a decimal that ToExactDecimal tries, on each side
    private const int MaxDecimals = 28;
    private const int MaxPriceSteps = 1_000_000_000; // between the low and the high of a bar

    /// <summary>The trades of a bar, ordered by time.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bar.</param>
    /// <param name="bar">The bar.</param>
    /// <param name="seed">Different seeds make different trades from the same bar.</param>
    /// <returns>
    /// At least one trade. Empty for a bar without volume, and for a bar with numbers that decimals cannot reproduce; no real market has
    /// such numbers.
    /// </returns>
    public static GeneratedTrade[] Generate(Symbol symbol, Timeframe timeframe, in Candle bar, ulong seed)
    {
        if (
            !bar.IsValid
            || bar.Volume < MinPriceOrVolume
            || bar.Volume > MaxPriceOrVolume
            || bar.Low < MinPriceOrVolume
            || bar.High > MaxPriceOrVolume
        )
            return [];

        var random = SeededRandom.Create(seed, symbol.Code, bar.TimeUtc);
        var prices = GeneratePrices(bar, ref random);
        var quantities = GenerateQuantities(ToExactDecimal(bar.Volume, QuantityStep), prices.Count, ref random);
        var times = GenerateTimes(bar.TimeUtc, timeframe.EndOf(bar.TimeUtc), prices.Count, ref random);
        var trades = new GeneratedTrade[prices.Count];
        for (var i = 0; i < trades.Length; i++)
        {
            var isBuy = i == 0 || prices[i] == prices[i - 1] ? random.NextBelow(2) == 0 : prices[i] > prices[i - 1];
            trades[i] = new GeneratedTrade((times[i] * IdsPerMillisecond) + i, times[i], prices[i], quantities[i], isBuy);
        }

        return Reproduces(trades, bar) ? trades : [];
    }

    /// <summary>
    /// A decimal that converts to exactly the given double. Converting a decimal with many digits to a double rounds twice, so the
    /// double's shortest text, read as a decimal, may convert to another double; in that case a nearby decimal is returned. The result
    /// has at least as many decimal places as <paramref name="unit"/>, because trailing zeros affect the conversion: 0.5 and 0.50 may
    /// give different doubles.
    /// </summary>
    public static decimal ToExactDecimal(double value, decimal unit = 1)
    {
        var shortest = decimal.Parse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
        shortest += unit - unit; // adds trailing zeros
        if ((double)shortest == value)
            return shortest;
        var step = new decimal(lo: 1, mid: 0, hi: 0, isNegative: false, scale: (byte)Math.Min(shortest.Scale + 2, MaxDecimals));
        for (var distance = step; distance < step * MaxNeighbourSteps; distance += step)
        {
            if ((double)(shortest + distance) == value)
                return shortest + distance;
            if ((double)(shortest - distance) == value)
                return shortest - distance;
        }

        return shortest;
    }

    // Builds a bar from the trades as a client would, with quantities added as decimals, and compares it with the given bar.
    private static bool Reproduces(GeneratedTrade[] trades, in Candle bar)
    {
        var (high, low, volume) = (double.MinValue, double.MaxValue, 0m);
        foreach (var trade in trades)
        {
            high = Math.Max(high, (double)trade.Price);
            low = Math.Min(low, (double)trade.Price);
            volume += trade.Quantity;
        }

        return bar == new Candle(bar.TimeUtc, (double)trades[0].Price, high, low, (double)trades[^1].Price, (double)volume);
    }

    private static List<decimal> GeneratePrices(in Candle bar, ref SeededRandom random)
    {
        var turningPoints = ChooseTurningPoints(bar, ref random);
        var step = StepOf(turningPoints);
        var extra = ChooseExtraTradeCount(bar, ref random);
        var prices = new List<decimal>(turningPoints.Count + extra);
        var isFlat = turningPoints.Count == 1;
        var segments = isFlat ? 1 : turningPoints.Count - 1;
        for (var i = 0; i < segments; i++)
        {
            var from = turningPoints[i];
            var to = isFlat ? from : turningPoints[i + 1];
            prices.Add(from);
            var extraInSegment = i == segments - 1 ? extra : (int)random.NextBelow(extra + 1);
            extra -= extraInSegment;
            for (; extraInSegment > 0; extraInSegment--)
                prices.Add(PriceBetween(from, to, step, ref random));
        }

        if (!isFlat)
            prices.Add(turningPoints[^1]);
        return prices;
    }

    // The open, each extreme that is neither open nor close, and the close. A flat bar has only one point.
    private static List<decimal> ChooseTurningPoints(in Candle bar, ref SeededRandom random)
    {
        var (first, second) = random.NextBelow(2) == 0 ? (bar.Low, bar.High) : (bar.High, bar.Low);
        var turningPoints = new List<decimal> { ToExactDecimal(bar.Open) };
        foreach (var extreme in (ReadOnlySpan<double>)[first, second])
        {
            if (extreme != bar.Open && extreme != bar.Close)
                turningPoints.Add(ToExactDecimal(extreme));
        }

        if (turningPoints.Count > 1 || bar.Close != bar.Open)
            turningPoints.Add(ToExactDecimal(bar.Close));
        return turningPoints;
    }

    // About one extra trade for each doubling of the traded value above a base value, plus a few at random.
    private static int ChooseExtraTradeCount(in Candle bar, ref SeededRandom random)
    {
        var doublings = (int)Math.Min(MaxExtraTrades / 2, Math.Log2(1 + (bar.Volume * bar.Close / BaseTradedValue)));
        return doublings + (int)random.NextBelow(MaxExtraTrades / 4);
    }

    // The price step that the bar implies: the greatest common divisor of its moves.
    private static decimal StepOf(List<decimal> turningPoints)
    {
        var step = 0m;
        for (var i = 1; i < turningPoints.Count; i++)
        {
            var (a, b) = (step, Math.Abs(turningPoints[i] - turningPoints[0]));
            while (b != 0)
                (a, b) = (b, a % b);
            step = a;
        }

        return Math.Max(step, (turningPoints.Max() - turningPoints.Min()) / MaxPriceSteps);
    }

    private static decimal PriceBetween(decimal from, decimal to, decimal step, ref SeededRandom random)
    {
        var (low, high) = from < to ? (from, to) : (to, from);
        if (low == high)
            return low;
        var steps = (long)((high - low) / step);
        var price = low + (step * random.NextBelow(steps + 1));
        // Converted to a double, the price must not leave the range.
        return price == low || (double)price <= (double)low ? low
            : price == high || (double)price >= (double)high ? high
            : price;
    }

    // Each trade gets one quantity step, plus its share of the remaining volume, rounded down to whole steps; the last trade gets the rest.
    private static decimal[] GenerateQuantities(decimal volume, int count, ref SeededRandom random)
    {
        var step = QuantityStep;
        while (volume < step * count)
            step /= 10;
        var shares = new double[count];
        for (var i = 0; i < count; i++)
            shares[i] = 0.02 + (random.NextDouble() * random.NextDouble()); // many small trades, few large ones
        var totalShares = shares.Sum();
        var spare = volume - (step * count);
        var remaining = volume;
        var quantities = new decimal[count];
        for (var i = 0; i < count - 1; i++)
        {
            quantities[i] = step + (Math.Floor(spare * (decimal)(shares[i] / totalShares) / step) * step);
            remaining -= quantities[i];
        }

        quantities[^1] = remaining;
        return quantities;
    }

    // Two trades may have the same millisecond, as on a real exchange.
    private static long[] GenerateTimes(long openUtc, long endUtc, int count, ref SeededRandom random)
    {
        var times = new long[count];
        for (var i = 0; i < count; i++)
            times[i] = (openUtc / 1_000) + random.NextBelow((endUtc - openUtc) / 1_000);
        Array.Sort(times);
        return times;
    }
}
