using Bokgi.MarketData.Lake;

namespace Bokgi.Benchmarks;

/// <summary>A set of synthetic candles with which loading is measured. Each set is a lake in its own folder.</summary>
internal sealed record LakeSet(string Name, Timeframe Timeframe, int SymbolCount, int Years, int RowsPerYear)
{
    /// <summary>
    /// 100 symbols with 365 daily candles; 10 symbols with 3 years of 7,014 hourly candles; 3 symbols with 420,000 minute candles.
    /// </summary>
    public static readonly LakeSet[] All =
    [
        new("daily", Timeframe.OneDay, 100, 1, 365),
        new("hourly", Timeframe.OneHour, 10, 3, 7_014),
        new("minute", Timeframe.OneMinute, 3, 1, 420_000),
    ];

    public int Rows => SymbolCount * Years * RowsPerYear;

    public IReadOnlyList<Symbol> Markets => [.. Enumerable.Range(0, SymbolCount).Select(i => Symbol.Parse($"C{i:000}_KRW"))];

    /// <summary>Opens this set's lake in a subfolder. If the lake is missing or incomplete, writes its candles first.</summary>
    public CandleLake OpenOrWrite(string folder)
    {
        var lake = new CandleLake(Path.Combine(folder, Name));
        if (lake.Symbols(Timeframe).Count == SymbolCount)
            return lake;
        for (var i = 0; i < SymbolCount; i++)
        {
            using var rows = CreateRows(new Random(i));
            lake.Write(Markets[i], Timeframe, rows);
        }

        return lake;
    }

    // Prices are multiples of 1,000 won and volumes have eight decimals, so that the files compress as well as real candles do.
    private CandleColumns CreateRows(Random random)
    {
        var rows = new CandleColumns(Years * RowsPerYear);
        var price = 50_000_000.0;
        for (var year = 0; year < Years; year++)
        {
            var start = UnixTime.FromDateTime(new DateTime(2021 + year, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            for (var i = 0; i < RowsPerYear; i++)
            {
                var close = Math.Round(price * (1 + ((random.NextDouble() - 0.5) * 0.002)) / 1_000) * 1_000;
                var high = Math.Max(price, close) + (random.Next(20) * 1_000);
                var low = Math.Min(price, close) - (random.Next(20) * 1_000);
                var time = start + (i * Timeframe.NominalMicroseconds);
                rows.Add(new Candle(time, price, high, low, close, Math.Round(random.NextDouble() * 10, 8)));
                price = close;
            }
        }

        return rows;
    }
}
