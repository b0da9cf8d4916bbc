using System.Text.Json;
using Bokgi.FakeExchange.Recording;

namespace Bokgi.FakeExchange.Binance;

/// <summary>Binance's public REST API: request weights and responses.</summary>
internal sealed class BinanceRest(RecordedMarkets markets)
{
    private const string Klines = "/api/v3/klines";
    private const string ExchangeInfo = "/api/v3/exchangeInfo";
    private const string Ticker = "/api/v3/ticker/24hr";
    private const string Time = "/api/v3/time";

    /// <summary>How much a request counts towards Binance's limit of request weight per minute.</summary>
    public int WeightOf(string path, IQueryCollection query) =>
        path switch
        {
            Klines => 2,
            ExchangeInfo => 20,
            Ticker => TickerWeightOf(query),
            _ => 1,
        };

    /// <summary>Handles a request as of the given time.</summary>
    public RestResponse Handle(string path, IQueryCollection query, long nowUtc) =>
        path switch
        {
            Klines => HandleKlines(query, nowUtc),
            ExchangeInfo => TryFind(query, out var found, out var error) ? BinanceMarketsResponse.CreateExchangeInfo(found, nowUtc) : error,
            Ticker => TryFind(query, out var found, out var error)
                ? BinanceMarketsResponse.CreateTickers(found, asSingleObject: query["symbol"].Count > 0, nowUtc)
                : error,
            Time => RestResponse.Json(json =>
            {
                json.WriteStartObject();
                json.WriteNumber("serverTime", nowUtc / 1_000);
                json.WriteEndObject();
            }),
            _ => BinanceError.NotFound,
        };

    private int TickerWeightOf(IQueryCollection query)
    {
        var asksForAll = query["symbol"].Count == 0 && query["symbols"].Count == 0;
        if (asksForAll)
            return 80;
        if (!TryFind(query, out var found, out _))
            return 2;
        return found.Count switch
        {
            <= 20 => 2,
            <= 100 => 40,
            _ => 80,
        };
    }

    private RestResponse HandleKlines(IQueryCollection query, long nowUtc)
    {
        var code = query["symbol"].ToString();
        if (code.Length == 0)
            return BinanceError.Missing("symbol");
        return Find(code) is { } market ? BinanceKlinesResponse.Create(market, query, nowUtc) : BinanceError.InvalidSymbol;
    }

    private RecordedMarket? Find(string code) => markets.All.FirstOrDefault(market => BinanceMarketsResponse.CodeOf(market.Symbol) == code);

    // The query names one symbol or a JSON list of symbols; without either, it asks for all.
    private bool TryFind(IQueryCollection query, out List<RecordedMarket> found, out RestResponse error)
    {
        found = [];
        error = BinanceError.InvalidSymbol;
        IReadOnlyList<string>? codes = null;
        if (query["symbol"].ToString() is { Length: > 0 } code)
            codes = [code];
        else if (query["symbols"].ToString() is { Length: > 0 } json)
        {
            codes = ParseList(json);
            if (codes is null)
            {
                error = BinanceError.Malformed("symbols");
                return false;
            }
        }

        var matches = codes is null ? markets.All.ToList<RecordedMarket?>() : [.. codes.Select(Find)];
        if (matches.Contains(null))
            return false;
        found = matches!;
        return true;
    }

    private static string[]? ParseList(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
