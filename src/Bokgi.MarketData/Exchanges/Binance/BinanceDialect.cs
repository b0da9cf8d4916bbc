using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Bokgi.MarketData.Exchanges.Http;

namespace Bokgi.MarketData.Exchanges.Binance;

/// <summary>
/// How Binance reports rate limits and errors: a header with the weight used in the current minute, and <c>{"code":-1121,"msg":…}</c>.
/// </summary>
internal sealed class BinanceDialect : IHttpDialect
{
    private const string UsedWeightHeader = "X-MBX-USED-WEIGHT-1M";

    // Once the weight of the current minute is used up, requests pause until the next minute.
    public TimeSpan? ReadPause(HttpResponseHeaders headers)
    {
        var isUsedUp =
            headers.TryGetValues(UsedWeightHeader, out var values)
            && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var used)
            && used >= BinanceRequests.WeightPerMinute;
        if (!isUsedUp)
            return null;
        var second = headers.Date?.Second ?? 0;
        return TimeSpan.FromSeconds(60 - second);
    }

    public string? ReadError(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.TryGetProperty("msg", out var message)
                ? $"{document.RootElement.GetProperty("code")}: {message.ToString().ReplaceLineEndings(" ")}"
                : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}
