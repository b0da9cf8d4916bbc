using System.Globalization;
using CsCheck;

namespace Bokgi.IntegrationTests.Http;

/// <summary>Request values for fuzzing: valid, unusual and impossible. A value that a list contains twice is drawn twice as often.</summary>
internal static class NonsenseValues
{
    public const string RunIdPlaceholder = "RUN"; // the test replaces it with the id of an existing run

    public static Gen<string> Symbol { get; } =
        Pick(
            "BTC_KRW",
            "BTC_KRW",
            "ETH_KRW",
            "krw-btc",
            "BTCKRW",
            "XRP_KRW",
            "../../etc",
            "..",
            "/etc/passwd",
            "BTC_KRW/../..",
            "results",
            "*",
            "",
            " ",
            "A_B_C_D",
            "비트코인",
            "BTC KRW",
            "%2e%2e%2f",
            "BTC_KRW\0",
            "con",
            "-",
            "_",
            "KRW-",
            new string('A', 300),
            "BAD_KRW", // its only file is not Parquet
            "NaN",
            "~root"
        );

    public static Gen<string> Date { get; } =
        Gen.OneOf(
            Pick("2024-01-01", "2024-01-02", "2024-01-05T09:00", "2024-01-03T00:00Z", "2024-12-31"),
            Pick(
                "0001-01-01",
                "9999-12-31",
                "9999-12-31T23:59:59.9999999-14:00",
                "0001-01-01T00:00+14:00",
                "2024-02-30",
                "2024-13-01",
                "",
                "now",
                "NaN",
                "1e9",
                "-1",
                "2024-01-01T25:00",
                "2024-01-01T00:00+99:00",
                "20240101",
                "2024-1-1",
                "١٢٣٤-٠١-٠١",
                "9999999999-01-01",
                "2024-01-01 09:00:00.1234567890"
            ),
            Gen.Int[1, 9_999].Select(year => year.ToString("0000", CultureInfo.InvariantCulture) + "-06-15")
        );

    public static Gen<string> Timeframe { get; } =
        Pick("1H", "1h", "1H", "1D", "1M", "1S", "1MO", "1W", "7H", "", "NaN", "../1H", "1H/..", "０１H", "H1");

    public static Gen<string> WholeNumber { get; } =
        Gen.OneOf(
            Pick("0", "1", "10", "100", "-1", "2147483647", "-2147483648"),
            Gen.Int[-5, 20_000].Select(number => number.ToString(CultureInfo.InvariantCulture))
        );

    public static Gen<string> InvalidWholeNumber { get; } =
        Pick("2147483648", "1.5", "1e3", "NaN", "x", "1,000", "９", "0x10", " ", "9999999999999999999999");

    public static Gen<string> Number { get; } =
        Gen.OneOf(
            Pick("0", "0.001", "1", "-1", "1e308", "-1e308", "1e-320", "0.999999999", "10000000", "1e15", "1e16", "-0"),
            Gen.Double[-2, 2].Select(number => number.ToString("R", CultureInfo.InvariantCulture))
        );

    public static Gen<string> AnyJson { get; } =
        Pick(
            "null",
            "true",
            "\"x\"",
            "\"NaN\"",
            "[]",
            "{}",
            "[[[[]]]]",
            "1e999",
            "-1e999",
            "123456789012345678901234567890",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "{\"a\":{\"b\":[1,2,{}]}}",
            "\"../../etc/passwd\"",
            "[null]",
            "\"" + new string('x', 5_000) + "\""
        );

    public static Gen<string> ParameterName { get; } =
        Pick(
            "vol_ma_window",
            "vol_multiplier",
            "body_pct",
            "hold_period_bars",
            "volume_window",
            "top_percentile",
            "breakout_buffer",
            "num_bins",
            "include_wicks",
            "trigger",
            "Volume_Window",
            "",
            "x",
            "__proto__",
            "\\ud800"
        );

    public static Gen<string> Params { get; } =
        Gen.Select(ParameterName, Gen.OneOf(WholeNumber, Number, AnyJson))
            .Array[0, 3]
            .Select(fields =>
                "{" + string.Join(',', fields.DistinctBy(field => field.Item1).Select(field => $"\"{field.Item1}\":{field.Item2}")) + "}"
            );

    public static Gen<string> Strategy { get; } =
        Pick(
            "volume_long_candle",
            "volume_zone_breakout",
            "volume_zone_breakout",
            "volume_long_candle",
            "",
            "nope",
            "Volume_Long_Candle",
            "../x"
        );

    public static Gen<string> FreeText { get; } =
        Pick("fixed", "one", "", "매물대", "a\\u0000b", "\\ud800", "'; DROP TABLE runs; --", "%", new string('y', 3_000));

    public static Gen<string> RunId { get; } =
        Pick(
            RunIdPlaceholder,
            RunIdPlaceholder,
            RunIdPlaceholder,
            "latest",
            "history",
            "../../etc",
            "00000000-0000-0000-0000-000000000000",
            "NaN",
            "a\0b",
            new string('1', 500)
        );

    public static Gen<string> Format { get; } = Pick("json", "csv", "parquet", "arrow", "", "JSON", "exe", "table");

    public static string EscapeNul(string text) => text.Replace("\0", "\\u0000", StringComparison.Ordinal);

    public static Gen<string> Quoted(Gen<string> text) => text.Select(value => $"\"{EscapeNul(value)}\"");

    public static Gen<string> Pick(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
