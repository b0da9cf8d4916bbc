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

    internal override HttpResponseMessage Unknown() =>
        CannedHandler.Of(HttpStatusCode.BadRequest, """{"code":-1121,"msg":"Invalid symbol."}""");

    internal override string Candles(Uri request, IReadOnlyList<Candle> truth)
    {
        var query = HttpUtility.ParseQueryString(request.Query);
        var (from, to) = (Whole(query["startTime"]) ?? 0, Whole(query["endTime"]) ?? long.MaxValue);
        return JsonSerializer.Serialize(
            truth
                .Where(candle => candle.TimeUtc / 1_000 >= from && candle.TimeUtc / 1_000 <= to)
                .Take((int)(Whole(query["limit"]) ?? 500))
                .Select(candle =>
                    new object[]
                    {
                        candle.TimeUtc / 1_000,
                        Text(candle.Open),
                        Text(candle.High),
                        Text(candle.Low),
                        Text(candle.Close),
                        Text(candle.Volume),
                    }
                )
        );
    }

    private static long? Whole(string? text) => text is null ? null : long.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
