using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Bokgi.MarketData.Exchanges.Http;

namespace Bokgi.MarketData.Exchanges.Upbit;

/// <summary>
/// How Upbit reports rate limits and errors: <c>Remaining-Req: group=candles; min=600; sec=9</c> and
/// <c>{"error":{"name":…,"message":…}}</c>.
/// </summary>
internal sealed class UpbitDialect : IHttpDialect
{
    private const string RateLimitHeader = "Remaining-Req";
    private const string SecondPrefix = "sec="; // the requests that remain in this second

    // The wait when a second's quota is used up. It suffices because requests are evenly spaced: when the quota reaches 0, the second is
    // almost over.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.25);

    public TimeSpan? ReadPause(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues(RateLimitHeader, out var values))
            return null;
        var remaining = values
            .SelectMany(value => value.Split(';', StringSplitOptions.TrimEntries))
            .FirstOrDefault(part => part.StartsWith(SecondPrefix, StringComparison.Ordinal));
        return int.TryParse(remaining?[SecondPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count == 0
            ? Pause
            : null;
    }

    public string? ReadError(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.TryGetProperty("error", out var error)
                ? string.Join(": ", new[] { ReadPart(error, "name"), ReadPart(error, "message") }.OfType<string>())
                : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // Upbit's error name is sometimes a number, such as 404; ToString covers both.
    private static string? ReadPart(JsonElement error, string name) =>
        error.TryGetProperty(name, out var part) && part.ToString() is { Length: > 0 and <= 200 } text
            ? text.ReplaceLineEndings(" ")
            : null;
}
