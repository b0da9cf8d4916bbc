using System.Runtime.CompilerServices;
using Bokgi.MarketData.Exchanges;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.UnitTests.Collection;

/// <summary>
/// An exchange in memory. It serves the given candles in pages of random size. The exchange's clock advances after every response.
/// </summary>
internal sealed class MemoryExchange(IReadOnlyList<Candle> candles, Timeframe timeframe, Random random) : IExchange
{
    /// <summary>The exchange's time in microseconds since 1970, UTC.</summary>
    public long NowUtc { get; set; }

    /// <summary>How many microseconds the exchange's clock advances after each response.</summary>
    public long MicrosecondsPerResponse { get; set; }

    /// <summary>About one in this many requests fails; 0 for none.</summary>
    public int FailsOneIn { get; set; }

    /// <summary>The number of responses after which every request fails.</summary>
    public int FailsAfter { get; set; } = int.MaxValue;

    /// <summary>Called before each response with the number of responses so far.</summary>
    public Action<int>? BeforeResponse { get; set; }

    /// <summary>Creates the exception of a failing request.</summary>
    public Func<Exception> CreateFailure { get; set; } =
        () => new ExchangeException(ExchangeErrorKind.Unavailable, "the exchange is unavailable");

    /// <summary>The requested ranges, in order.</summary>
    public List<TimeRange> RequestedRanges { get; } = [];

    /// <summary>The range that each response covers, in order. If a page is too small for the requested range, the response covers the end of that
    /// range.</summary>
    public List<TimeRange> AnsweredRanges { get; } = [];

    public ExchangeTraits Traits { get; } = new("upbit", Timeframe.All, 200);

    public ExchangeState State { get; set; } = new(null, null, null);

    /// <summary>The candles of a range that are closed at the given time.</summary>
    public IEnumerable<Candle> ClosedCandles(TimeRange range, long atUtc) =>
        candles.Where(candle => range.Contains(candle.TimeUtc) && timeframe.EndOf(candle.TimeUtc) <= atUtc);

    public Task<long> TimeAsync(CancellationToken cancel) => Task.FromResult(NowUtc);

    public Task<CandlePage> CandlesAsync(Symbol symbol, Timeframe requestedTimeframe, TimeRange range, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        RequestedRanges.Add(range);
        if (AnsweredRanges.Count >= FailsAfter || (FailsOneIn > 0 && random.Next(FailsOneIn) == 0))
            throw CreateFailure();
        var begunCandles = candles.Where(candle => candle.TimeUtc <= NowUtc).Select(AsSeenNow).ToList();
        var matching = begunCandles.Where(candle => range.Contains(candle.TimeUtc)).ToList();
        var page = matching.TakeLast(random.Next(1, 60)).ToList();
        var isComplete = page.Count == matching.Count;
        var answeredRange = isComplete ? range : new TimeRange(page[0].TimeUtc, range.EndUtc);
        BeforeResponse?.Invoke(AnsweredRanges.Count);
        AnsweredRanges.Add(answeredRange);
        var rows = new CandleColumns();
        page.ForEach(candle => rows.Add(candle));
        // In about half of the cases, a response that reaches the start of the market does not say so.
        var reachesMarketStart = !begunCandles.Exists(candle => candle.TimeUtc < answeredRange.StartUtc) && random.Next(2) == 0;
        var response = new CandlePage(rows, answeredRange, reachesMarketStart, NowUtc);
        NowUtc += MicrosecondsPerResponse;
        return Task.FromResult(response);
    }

    public Task<IReadOnlyList<ExchangeMarket>> MarketsAsync(CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<Ticker>> TickersAsync(IReadOnlyList<Symbol> symbols, CancellationToken cancel) =>
        throw new NotSupportedException();

    public async IAsyncEnumerable<FeedMessage> StreamTradesAsync(
        IReadOnlyList<Symbol> symbols,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        await Task.CompletedTask;
        yield break;
    }

    public void Dispose()
    {
        // Nothing to release.
    }

    // While a bar is forming, it has half of its final volume.
    private Candle AsSeenNow(Candle candle) =>
        timeframe.EndOf(candle.TimeUtc) <= NowUtc ? candle : candle with { Volume = candle.Volume / 2 };
}
