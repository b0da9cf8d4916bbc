using System.Text.Json;
using Bokgi.Markets;

namespace Bokgi.UnitTests.Reference;

/// <summary>One request from the shared golden.json and the figures that it must produce.</summary>
/// <remarks>
/// The figures of the signal study begin with <c>study.</c>, such as <c>study.samples</c>. The figures <c>first</c> and <c>last</c> are the
/// open times of the first and the last bar, in microseconds UTC.
/// </remarks>
internal sealed record GoldenCase(
    string Symbol,
    Timeframe Timeframe,
    string StartDate,
    string EndDate,
    ReferenceRequest Request,
    IReadOnlyDictionary<string, double?> Expected
)
{
    public static IReadOnlyList<GoldenCase> ReadAll()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedData.Require("golden.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(Parse)];
    }

    private static GoldenCase Parse(JsonElement element)
    {
        var request = element.GetProperty("request");
        Dictionary<string, object> parameters = request.TryGetProperty("params", out var values)
            ? values.EnumerateObject().ToDictionary(p => p.Name, p => Value(p.Value))
            : [];
        var defaults = new ReferenceRequest { Strategy = Text(request, "strategy", string.Empty) };
        return new GoldenCase(
            Text(request, "symbol", string.Empty),
            Timeframe.Parse(Text(request, "timeframe", string.Empty)),
            Text(request, "start_date", string.Empty),
            Text(request, "end_date", string.Empty),
            defaults with
            {
                Parameters = parameters,
                Execution = Text(request, "execution", defaults.Execution),
                FeeRate = Number(request, "fee_rate") ?? defaults.FeeRate,
                SlippageRate = Number(request, "slippage_rate") ?? defaults.SlippageRate,
                StopLossPct = Number(request, "stop_loss_pct"),
                TakeProfitPct = Number(request, "take_profit_pct"),
                TrailingStopPct = Number(request, "trailing_stop_pct"),
            },
            Figures(element.GetProperty("expected"), string.Empty).ToDictionary()
        );
    }

    private static IEnumerable<KeyValuePair<string, double?>> Figures(JsonElement element, string prefix) =>
        element
            .EnumerateObject()
            .SelectMany(figure =>
                figure.Value.ValueKind switch
                {
                    JsonValueKind.Object => Figures(figure.Value, figure.Name + "."),
                    JsonValueKind.String =>
                    [
                        new(prefix + figure.Name, UnixTime.FromDateTime(figure.Value.GetDateTimeOffset().UtcDateTime)),
                    ],
                    JsonValueKind.Null => [new(prefix + figure.Name, null)],
                    _ => [new KeyValuePair<string, double?>(prefix + figure.Name, figure.Value.GetDouble())],
                }
            );

    private static object Value(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Number => element.GetDouble(),
            JsonValueKind.String => element.GetString()!,
            _ => element.GetBoolean(),
        };

    private static string Text(JsonElement element, string name, string defaultValue) =>
        element.TryGetProperty(name, out var value) ? value.GetString()! : defaultValue;

    private static double? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetDouble() : null;
}
