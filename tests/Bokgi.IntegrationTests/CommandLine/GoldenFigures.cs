using System.Globalization;
using System.Text.Json;
using Bokgi.UnitTests;

namespace Bokgi.IntegrationTests.CommandLine;

/// <summary>
/// The golden requests (backtests whose correct figures are known), and a comparison of figures: counts must be equal, other figures may have a
/// relative difference of 1e-9.
/// </summary>
internal static class GoldenFigures
{
    private static readonly string[] Counts = ["bars", "signals", "trades", "unfilled", "samples"];

    public static JsonElement ReadCases() =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(SharedData.Require("golden.json"))).GetProperty("cases");

    /// <summary>Runs the program to import the hand-made candles into a lake, as HAND_KRW.</summary>
    public static BokgiResult ImportHandmade(string root) =>
        BokgiProcess.RunSuccessfully(
            "import",
            SharedData.Require("handmade.csv"),
            "--symbol",
            "HAND_KRW",
            "--timeframe",
            "1H",
            "--data-root",
            root
        );

    public static IEnumerable<string> FindDifferences(JsonElement expected, JsonElement actual) =>
        expected
            .EnumerateObject()
            .SelectMany(figure =>
            {
                var value = actual.GetProperty(figure.Name);
                return figure.Value.ValueKind == JsonValueKind.Object ? FindDifferences(figure.Value, value)
                    : IsEqual(figure.Name, figure.Value, value) ? []
                    : [$"{figure.Name} is {value} instead of {figure.Value}"];
            });

    private static bool IsEqual(string name, JsonElement expected, JsonElement actual)
    {
        if (expected.ValueKind != actual.ValueKind)
            return false;
        if (expected.ValueKind == JsonValueKind.String) // only times are strings
            return ParseTime(expected) == ParseTime(actual);
        if (expected.ValueKind == JsonValueKind.Null)
            return true;
        var tolerance = Counts.Contains(name) ? 0 : 1e-9 * Math.Abs(expected.GetDouble());
        return Math.Abs(actual.GetDouble() - expected.GetDouble()) <= tolerance;
    }

    private static DateTimeOffset ParseTime(JsonElement text) => DateTimeOffset.Parse(text.GetString()!, CultureInfo.InvariantCulture);
}
