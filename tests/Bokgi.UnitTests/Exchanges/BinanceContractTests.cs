using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Web;
using Bokgi.MarketData.Exchanges;
using Bokgi.MarketData.Exchanges.Binance;
using Bokgi.Series;

namespace Bokgi.UnitTests.Exchanges;

public sealed class BinanceContractTests : ExchangeContract
{
    internal override IExchange Open(ExchangeOptions options, HttpMessageHandler handler) => new BinanceExchange(options, handler);

    internal override HttpResponseMessage CreateUnknownMarketResponse() =>
        CannedHandler.CreateResponse(HttpStatusCode.BadRequest, """{"code":-1121,"msg":"Invalid symbol."}""");

    internal override string CreateCandlesBody(Uri request, IReadOnlyList<Candle> existingCandles)
    {
        var query = HttpUtility.ParseQueryString(request.Query);
        var (from, to) = (ParseLong(query["startTime"]) ?? 0, ParseLong(query["endTime"]) ?? long.MaxValue);
        return JsonSerializer.Serialize(
            existingCandles
                .Where(candle => candle.TimeUtc / 1_000 >= from && candle.TimeUtc / 1_000 <= to)
                .Take((int)(ParseLong(query["limit"]) ?? 500)) // Binance's default
                .Select(candle =>
                    new object[]
                    {
                        candle.TimeUtc / 1_000,
                        FormatNumber(candle.Open),
                        FormatNumber(candle.High),
                        FormatNumber(candle.Low),
                        FormatNumber(candle.Close),
                        FormatNumber(candle.Volume),
                    }
                )
        );
    }

    private static long? ParseLong(string? text) => text is null ? null : long.Parse(text, CultureInfo.InvariantCulture);

    private static string FormatNumber(double value) => value.ToString(CultureInfo.InvariantCulture);
}
