using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Web;
using Bokgi.MarketData.Exchanges;
using Bokgi.MarketData.Exchanges.Upbit;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.UnitTests.Exchanges;

public sealed class UpbitContractTests : ExchangeContract
{
    internal override IExchange Open(ExchangeOptions options, HttpMessageHandler handler) => new UpbitExchange(options, handler);

    internal override HttpResponseMessage CreateUnknownMarketResponse() =>
        CannedHandler.CreateResponse(HttpStatusCode.NotFound, """{"error":{"name":404,"message":"Code not found"}}""");

    internal override string CreateCandlesBody(Uri request, IReadOnlyList<Candle> existingCandles)
    {
        var query = HttpUtility.ParseQueryString(request.Query);
        var to = UnixTime.FromDateTime(DateTime.Parse(query["to"]!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));
        return JsonSerializer.Serialize(
            existingCandles
                .Where(candle => candle.TimeUtc < to)
                .OrderByDescending(candle => candle.TimeUtc)
                .Take(int.Parse(query["count"]!, CultureInfo.InvariantCulture))
                .Select(candle => new
                {
                    market = query["market"],
                    candle_date_time_utc = UnixTime.Format(candle.TimeUtc).TrimEnd('Z'),
                    opening_price = candle.Open,
                    high_price = candle.High,
                    low_price = candle.Low,
                    trade_price = candle.Close,
                    candle_acc_trade_volume = candle.Volume,
                })
        );
    }
}
