using Bokgi.MarketData.Lake;
using Bokgi.Markets;

namespace Bokgi.FakeExchange.Recording;

/// <summary>All markets of a lake.</summary>
internal sealed class RecordedMarkets : IDisposable
{
    private readonly Dictionary<Symbol, RecordedMarket> markets;

    /// <summary>Finds the markets and timeframes in the lake.</summary>
    /// <exception cref="LakeException">The lake has no candles.</exception>
    public RecordedMarkets(CandleLake lake, ulong seed)
    {
        markets = Timeframe
            .All.SelectMany(timeframe => lake.Symbols(timeframe).Select(symbol => (symbol, timeframe)))
            .GroupBy(pair => pair.symbol, pair => pair.timeframe)
            .ToDictionary(group => group.Key, group => new RecordedMarket(lake, group.Key, [.. group], seed));
        var shortest = Timeframe.All.FirstOrDefault(timeframe => markets.Values.Any(market => market.StoredTimeframes.Contains(timeframe)));
        var last = shortest is null ? null : lake.Inventory(timeframe: shortest).Max(file => file.LastUtc);
        EndUtc = last is { } lastUtc
            ? shortest!.EndOf(lastUtc)
            : throw new LakeException(
                LakeErrorKind.NotFound,
                $"there are no candles in {lake.Root}; 'bokgi generate --data-root {lake.Root}' makes synthetic ones"
            );
    }

    /// <summary>The end of the last bar of the lake's shortest timeframe, microseconds UTC.</summary>
    public long EndUtc { get; }

    /// <summary>All markets, sorted by symbol.</summary>
    public IEnumerable<RecordedMarket> All => markets.Values.OrderBy(market => market.Symbol);

    public RecordedMarket? Find(Symbol symbol) => markets.GetValueOrDefault(symbol);

    public void Dispose()
    {
        foreach (var market in markets.Values)
            market.Dispose();
    }
}
