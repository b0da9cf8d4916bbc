using System.Text.Json;
using Bokgi.FakeExchange.Recording;
using Bokgi.Markets;

namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>A client's subscription request, which replaces the client's previous request.</summary>
/// <param name="Subscriptions">The requested types of data.</param>
/// <param name="IsSimple">Whether field names are short.</param>
/// <param name="IsList">Whether each message is an array with one element.</param>
internal sealed record SocketRequest(IReadOnlyList<Subscription> Subscriptions, bool IsSimple, bool IsList)
{
    private const string CandlePrefix = "candle.";

    /// <summary>Parses a message.</summary>
    /// <param name="message">The message, UTF-8.</param>
    /// <param name="markets">All markets.</param>
    /// <param name="error">Upbit's name of the error; null if there is none.</param>
    public static SocketRequest? Parse(ReadOnlyMemory<byte> message, RecordedMarkets markets, out string? error)
    {
        error = "WRONG_FORMAT";
        try
        {
            using var document = JsonDocument.Parse(message);
            var parts = document.RootElement;
            if (parts.ValueKind != JsonValueKind.Array || parts.EnumerateArray().Any(part => part.ValueKind != JsonValueKind.Object))
                return null;
            return Parse([.. parts.EnumerateArray()], markets, out error);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SocketRequest? Parse(List<JsonElement> parts, RecordedMarkets markets, out string? error)
    {
        var typeParts = parts.Where(part => part.TryGetProperty("type", out _)).ToList();
        error =
            !parts.Exists(part => StringOrNull(part, "ticket") is { Length: > 0 }) ? "NO_TICKET"
            : typeParts.Count == 0 ? "NO_TYPE"
            : null;
        if (error is not null)
            return null;

        var subscriptions = new List<Subscription>();
        foreach (var typePart in typeParts)
        {
            if (ParseSubscription(typePart, markets, out error) is not { } subscription)
                return null;
            subscriptions.Add(subscription);
        }

        var format = parts.Select(part => StringOrNull(part, "format")).LastOrDefault(text => text is not null) ?? "DEFAULT";
        error = format is "DEFAULT" or "SIMPLE" or "JSON_LIST" or "SIMPLE_LIST" ? null : "WRONG_FORMAT";
        return error is null
            ? new SocketRequest(
                subscriptions,
                IsSimple: format.StartsWith("SIMPLE", StringComparison.Ordinal),
                IsList: format.EndsWith("LIST", StringComparison.Ordinal)
            )
            : null;
    }

    private static Subscription? ParseSubscription(JsonElement part, RecordedMarkets markets, out string? error)
    {
        error = "NO_CODES";
        if (!part.TryGetProperty("codes", out var codes))
            return null;
        error = "INVALID_PARAM";
        if (codes.ValueKind != JsonValueKind.Array || codes.GetArrayLength() == 0)
            return null;
        var foundMarkets = codes
            .EnumerateArray()
            .Select(code => code.ValueKind == JsonValueKind.String ? UpbitRest.Find(markets, code.GetString()) : null)
            .ToList();
        var type = StringOrNull(part, "type") ?? string.Empty;
        if (foundMarkets.Contains(null) || KindOf(type) is not { } kind)
            return null;
        error = null;
        return new Subscription(
            type,
            kind.Kind,
            kind.Timeframe,
            [.. foundMarkets.Distinct()!],
            HasSnapshot: !IsSet(part, "is_only_realtime", "isOnlyRealtime"),
            IsLive: !IsSet(part, "is_only_snapshot", "isOnlySnapshot")
        );
    }

    private static (FeedKind Kind, Timeframe? Timeframe)? KindOf(string type) =>
        type switch
        {
            "trade" => (FeedKind.Trade, null),
            "ticker" => (FeedKind.Ticker, null),
            "candle.1s" => (FeedKind.Candle, Timeframe.Parse("1S")),
            _ => MinuteTimeframeOf(type) is { } timeframe ? (FeedKind.Candle, timeframe) : null,
        };

    // The timeframe of a type such as candle.5m; null for other types.
    private static Timeframe? MinuteTimeframeOf(string type) =>
        type.StartsWith(CandlePrefix, StringComparison.Ordinal) && type.EndsWith('m')
            ? UpbitCandlesResponse.FindTimeframe(type[CandlePrefix.Length..^1])
            : null;

    private static string? StringOrNull(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsSet(JsonElement part, string name, string olderName) =>
        (part.TryGetProperty(name, out var value) || part.TryGetProperty(olderName, out value)) && value.ValueKind == JsonValueKind.True;
}
