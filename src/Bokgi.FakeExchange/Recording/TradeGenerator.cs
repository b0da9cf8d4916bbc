using System.Globalization;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.FakeExchange.Recording;

/// <summary>Generates trades that add up to a given bar, bit for bit. The result is deterministic.</summary>
internal static class TradeGenerator
{
    private const decimal QuantityStep = 0.00000001m;
    private const double LargestNumber = 1e18;
    private const double SmallestNumber = 1e-18;
    private const int MaxExtraTrades = 16;
    private const double QuotePerDoubling = 2_000_000;
    private const int IdsPerMillisecond = 10_000;
    private const int NeighboursTried = 2_000;
    private const int MaxDecimals = 28;
    private const int MaxSteps = 1_000_000_000;

    /// <summary>The trades of a bar, ordered by time.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bar.</param>
    /// <param name="bar">The bar.</param>
    /// <param name="seed">Different seeds make different trades from the same bar.</param>
    /// <returns>
    /// At least one trade, or none for a bar without volume or with more digits than a decimal can hold, which no real market has.
    /// </returns>
    public static RecordedTrade[] Generate(Symbol symbol, Timeframe timeframe, in Candle bar, ulong seed)
    {
        if (
            !bar.IsValid
            || bar.Volume < SmallestNumber
            || bar.Volume > LargestNumber
            || bar.Low < SmallestNumber
            || bar.High > LargestNumber
        )
            return [];

        var random = SeededRandom.Of(seed, symbol.Code, bar.TimeUtc);
        var prices = Prices(bar, ref random);
        var quantities = Quantities(Exact(bar.Volume, QuantityStep), prices.Count, ref random);
        var times = Times(bar.TimeUtc, timeframe.EndOf(bar.TimeUtc), prices.Count, ref random);
        var trades = new RecordedTrade[prices.Count];
        for (var i = 0; i < trades.Length; i++)
        {
            var isBuy = i == 0 || prices[i] == prices[i - 1] ? random.NextBelow(2) == 0 : prices[i] > prices[i - 1];
            trades[i] = new RecordedTrade((times[i] * IdsPerMillisecond) + i, times[i], prices[i], quantities[i], isBuy);
        }

        return Reproduces(trades, bar) ? trades : [];
    }

    /// <summary>
    /// A decimal that converts to exactly the given double: its shortest spelling or a close neighbour, because converting many digits
    /// rounds twice. The number of decimals also matters, because 0.5 and 0.50 may convert differently: the result has at least as many as
    /// <paramref name="unit"/>.
    /// </summary>
    public static decimal Exact(double value, decimal unit = 1)
    {
        var shortest = decimal.Parse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
        shortest += unit - unit; // adds trailing zeros
        if ((double)shortest == value)
            return shortest;
        var step = new decimal(1, 0, 0, false, (byte)Math.Min(shortest.Scale + 2, MaxDecimals));
        for (var distance = step; distance < step * NeighboursTried; distance += step)
        {
            if ((double)(shortest + distance) == value)
                return shortest + distance;
            if ((double)(shortest - distance) == value)
                return shortest - distance;
        }

        return shortest;
    }

    // Builds the bar as a client would, with quantities added as decimals, and compares it.
    private static bool Reproduces(RecordedTrade[] trades, in Candle bar)
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

    private static List<decimal> Prices(in Candle bar, ref SeededRandom random)
    {
        var turns = TurningPoints(bar, ref random);
        var step = StepOf(turns);
        var extra = ExtraTrades(bar, ref random);
        var prices = new List<decimal>(turns.Count + extra);
        for (var turn = 0; turn < turns.Count; turn++)
        {
            var isLast = turn == turns.Count - 1;
            if (isLast && turns.Count > 1)
            {
                prices.Add(turns[turn]);
                break;
            }

            prices.Add(turns[turn]);
            var next = isLast ? turns[turn] : turns[turn + 1];
            var here = isLast || turn == turns.Count - 2 ? extra : (int)random.NextBelow(extra + 1);
            extra -= here;
            for (; here > 0; here--)
                prices.Add(PriceBetween(turns[turn], next, step, ref random));
        }

        return prices;
    }

    // The open, each extreme that is neither open nor close, and the close.
    private static List<decimal> TurningPoints(in Candle bar, ref SeededRandom random)
    {
        var (first, second) = random.NextBelow(2) == 0 ? (bar.Low, bar.High) : (bar.High, bar.Low);
        var turns = new List<decimal> { Exact(bar.Open) };
        foreach (var extreme in (ReadOnlySpan<double>)[first, second])
        {
            if (extreme != bar.Open && extreme != bar.Close)
                turns.Add(Exact(extreme));
        }

        if (turns.Count > 1 || bar.Close != bar.Open)
            turns.Add(Exact(bar.Close));
        return turns;
    }

    // About one more for each doubling of the traded value above a base value, plus a few at random.
    private static int ExtraTrades(in Candle bar, ref SeededRandom random)
    {
        var doublings = (int)Math.Min(MaxExtraTrades / 2, Math.Log2(1 + (bar.Volume * bar.Close / QuotePerDoubling)));
        return doublings + (int)random.NextBelow(MaxExtraTrades / 4);
    }

    // The price step that the bar implies: the greatest common divisor of its moves.
    private static decimal StepOf(List<decimal> turns)
    {
        var step = 0m;
        for (var i = 1; i < turns.Count; i++)
        {
            var (a, b) = (step, Math.Abs(turns[i] - turns[0]));
            while (b != 0)
                (a, b) = (b, a % b);
            step = a;
        }

        return Math.Max(step, (turns.Max() - turns.Min()) / MaxSteps);
    }

    private static decimal PriceBetween(decimal from, decimal to, decimal step, ref SeededRandom random)
    {
        var (low, high) = from < to ? (from, to) : (to, from);
        if (low == high)
            return low;
        var steps = (long)((high - low) / step);
        var price = low + (step * random.NextBelow(steps + 1));
        return price == low || (double)price <= (double)low ? low
            : price == high || (double)price >= (double)high ? high
            : price;
    }

    // Each trade gets one step, plus its share of the rest rounded down to steps; the last trade gets the remainder.
    private static decimal[] Quantities(decimal volume, int count, ref SeededRandom random)
    {
        var step = QuantityStep;
        while (volume < step * count)
            step /= 10;
        var shares = new double[count];
        for (var i = 0; i < count; i++)
            shares[i] = 0.02 + (random.NextDouble() * random.NextDouble());
        var whole = shares.Sum();
        var spare = volume - (step * count);
        var left = volume;
        var quantities = new decimal[count];
        for (var i = 0; i < count - 1; i++)
        {
            quantities[i] = step + (Math.Floor(spare * (decimal)(shares[i] / whole) / step) * step);
            left -= quantities[i];
        }

        quantities[^1] = left;
        return quantities;
    }

    // Two trades may share a millisecond, as on a real exchange.
    private static long[] Times(long openUtc, long endUtc, int count, ref SeededRandom random)
    {
        var times = new long[count];
        for (var i = 0; i < count; i++)
            times[i] = (openUtc / 1_000) + random.NextBelow((endUtc - openUtc) / 1_000);
        Array.Sort(times);
        return times;
    }
}
