using Bokgi.FakeExchange.Recording;
using Bokgi.Markets;

namespace Bokgi.FakeExchange.Upbit;

/// <summary>Upbit's public REST API: rate limit groups and responses.</summary>
internal sealed class UpbitRest(RecordedMarkets markets, Corrections corrections)
{
    private readonly UpbitCandlesReply candles = new(corrections);

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
    public RestReply Answer(string path, IQueryCollection query, long nowUtc) =>
        path.Split('/')[2..] switch
        {
            ["market", "all"] => UpbitMarketsReply.List(markets, query["is_details"] == "true"),
            ["candles", "seconds"] => OfMarket(query, market => candles.Answer(market, Timeframe.All[0], query, nowUtc)),
            ["candles", "minutes", var unit] => OfMarket(query, market => candles.Minutes(market, unit, query, nowUtc)),
            ["candles", "days"] => OfMarket(query, market => candles.Answer(market, Timeframe.OneDay, query, nowUtc)),
            ["candles", "weeks"] => OfMarket(query, market => candles.Answer(market, Timeframe.Parse("1W"), query, nowUtc)),
            ["candles", "months"] => OfMarket(query, market => candles.Answer(market, Timeframe.OneMonth, query, nowUtc)),
            ["trades", "ticks"] => OfMarket(query, market => UpbitTicksReply.Answer(market, query, nowUtc)),
            ["ticker"] => OfMarkets(query, found => UpbitTickersReply.Answer(found, nowUtc)),
            ["ticker", "all"] => UpbitTickersReply.OfQuotes(markets, query["quote_currencies"], nowUtc),
            ["orderbook", "instruments"] => OfMarkets(query, found => UpbitMarketsReply.Instruments(found, nowUtc)),
            _ => UpbitError.NotFound,
        };

    /// <summary>Finds a market by its code in Upbit's spelling; null if there is none.</summary>
    public static RecordedMarket? Find(RecordedMarkets markets, string? code) =>
        Symbol.TryParse(code, out var symbol, out _) && symbol.QuoteFirstCode == code ? markets.Find(symbol) : null;

    private RestReply OfMarket(IQueryCollection query, Func<RecordedMarket, RestReply> answer)
    {
        var code = query["market"].ToString();
        if (code.Length == 0)
            return UpbitError.Missing("market");
        return Find(markets, code) is { } market ? answer(market) : UpbitError.UnknownMarket;
    }

    private RestReply OfMarkets(IQueryCollection query, Func<IReadOnlyList<RecordedMarket>, RestReply> answer)
    {
        var codes = query["markets"].ToString();
        if (codes.Length == 0)
            return UpbitError.Missing("markets");
        var found = codes.Split(',').Select(code => Find(markets, code)).ToList();
        return found.TrueForAll(market => market is not null) ? answer(found!) : UpbitError.UnknownMarket;
    }
}
