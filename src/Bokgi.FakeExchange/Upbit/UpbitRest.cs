using Bokgi.FakeExchange.Recording;
using Bokgi.Markets;

namespace Bokgi.FakeExchange.Upbit;

/// <summary>Upbit's public REST API: rate limit groups and responses.</summary>
internal sealed class UpbitRest(RecordedMarkets markets, Corrections corrections)
{
    private readonly UpbitCandlesResponse candles = new(corrections);

    /// <summary>The rate limit group of a path.</summary>
    public static string GroupOf(string path) =>
        path.Split('/') switch
        {
            ["", "v1", "market", ..] => "market",
            ["", "v1", "candles", ..] => "candles",
            ["", "v1", "trades", ..] => "crix-trades",
            ["", "v1", "ticker", ..] => "ticker",
            ["", "v1", "orderbook", ..] => "orderbook",
            _ => "default",
        };

    /// <summary>Handles a request as of the given time.</summary>
    public RestResponse Handle(string path, IQueryCollection query, long nowUtc) =>
        path.Split('/')[2..] switch // without the empty part before the first slash and v1
        {
            ["market", "all"] => UpbitMarketsResponse.CreateList(markets, query["is_details"] == "true"),
            ["candles", "seconds"] => HandleForMarket(query, market => candles.Create(market, Timeframe.Parse("1S"), query, nowUtc)),
            ["candles", "minutes", var unit] => HandleForMarket(query, market => candles.CreateForMinutes(market, unit, query, nowUtc)),
            ["candles", "days"] => HandleForMarket(query, market => candles.Create(market, Timeframe.OneDay, query, nowUtc)),
            ["candles", "weeks"] => HandleForMarket(query, market => candles.Create(market, Timeframe.Parse("1W"), query, nowUtc)),
            ["candles", "months"] => HandleForMarket(query, market => candles.Create(market, Timeframe.OneMonth, query, nowUtc)),
            ["trades", "ticks"] => HandleForMarket(query, market => UpbitTicksResponse.Create(market, query, nowUtc)),
            ["ticker"] => HandleForMarkets(query, found => UpbitTickersResponse.Create(found, nowUtc)),
            ["ticker", "all"] => UpbitTickersResponse.CreateForQuotes(markets, query["quote_currencies"], nowUtc),
            ["orderbook", "instruments"] => HandleForMarkets(query, found => UpbitMarketsResponse.CreateInstruments(found, nowUtc)),
            _ => UpbitError.NotFound,
        };

    /// <summary>Finds a market by its code in Upbit's spelling; null if there is none.</summary>
    public static RecordedMarket? Find(RecordedMarkets markets, string? code) =>
        Symbol.TryParse(code, out var symbol, out _) && symbol.QuoteFirstCode == code ? markets.Find(symbol) : null;

    private RestResponse HandleForMarket(IQueryCollection query, Func<RecordedMarket, RestResponse> handle)
    {
        var code = query["market"].ToString();
        if (code.Length == 0)
            return UpbitError.Missing("market");
        return Find(markets, code) is { } market ? handle(market) : UpbitError.UnknownMarket;
    }

    private RestResponse HandleForMarkets(IQueryCollection query, Func<IReadOnlyList<RecordedMarket>, RestResponse> handle)
    {
        var codes = query["markets"].ToString();
        if (codes.Length == 0)
            return UpbitError.Missing("markets");
        var found = codes.Split(',').Select(code => Find(markets, code)).ToList();
        return found.TrueForAll(market => market is not null) ? handle(found!) : UpbitError.UnknownMarket;
    }
}
