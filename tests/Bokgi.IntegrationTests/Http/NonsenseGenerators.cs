using System.Globalization;
using CsCheck;

namespace Bokgi.IntegrationTests.Http;

/// <summary>Requests over all routes, of good, odd and impossible values.</summary>
internal static class NonsenseGenerators
{
    private static readonly Gen<string> Symbol = Pick(
        "BTC_KRW", "BTC_KRW", "ETH_KRW", "krw-btc", "BTCKRW", "XRP_KRW", "../../etc", "..", "/etc/passwd", "BTC_KRW/../..", "results", "*", "", " ", "A_B_C_D", "비트코인", "BTC KRW",
        "%2e%2e%2f", "BTC_KRW\0", "con", "-", "_", "KRW-", new string('A', 300), "BAD_KRW", "NaN", "~root"
    );

    private static readonly Gen<string> Date = Gen.OneOf(
        Pick("2024-01-01", "2024-01-02", "2024-01-05T09:00", "2024-01-03T00:00Z", "2024-12-31"),
        Pick(
            "0001-01-01", "9999-12-31", "9999-12-31T23:59:59.9999999-14:00", "0001-01-01T00:00+14:00", "2024-02-30", "2024-13-01", "", "now", "NaN", "1e9", "-1", "2024-01-01T25:00", "2024-01-01T00:00+99:00",
            "20240101", "2024-1-1", "١٢٣٤-٠١-٠١", "9999999999-01-01", "2024-01-01 09:00:00.1234567890"
        ),
        Gen.Int[1, 9_999].Select(year => year.ToString("0000", CultureInfo.InvariantCulture) + "-06-15")
    );

    private static readonly Gen<string> Timeframe = Pick("1H", "1h", "1H", "1D", "1M", "1S", "1MO", "1W", "7H", "", "NaN", "../1H", "1H/..", "０１H", "H1");

    private static readonly Gen<string> Whole = Gen.OneOf(
        Pick("0", "1", "10", "100", "-1", "2147483647", "-2147483648"),
        Gen.Int[-5, 20_000].Select(number => number.ToString(CultureInfo.InvariantCulture))
    );

    private static readonly Gen<string> NoWhole = Pick("2147483648", "1.5", "1e3", "NaN", "x", "1,000", "９", "0x10", " ", "9999999999999999999999");

    private static readonly Gen<string> Number = Gen.OneOf(
        Pick("0", "0.001", "1", "-1", "1e308", "-1e308", "1e-320", "0.999999999", "10000000", "1e15", "1e16", "-0"),
        Gen.Double[-2, 2].Select(number => number.ToString("R", CultureInfo.InvariantCulture))
    );

    private static readonly Gen<string> AnyJson = Pick(
        "null", "true", "\"x\"", "\"NaN\"", "[]", "{}", "[[[[]]]]", "1e999", "-1e999", "123456789012345678901234567890", "\"\\ud800\"", "\"\\u0000\"", "{\"a\":{\"b\":[1,2,{}]}}", "\"../../etc/passwd\"", "[null]", "\"" + new string('x', 5_000) + "\""
    );

    private static readonly Gen<string> ParameterName = Pick(
        "vol_ma_window", "vol_multiplier", "body_pct", "hold_period_bars", "volume_window", "top_percentile", "breakout_buffer", "num_bins", "include_wicks", "trigger", "Volume_Window", "", "x", "__proto__", "\\ud800"
    );

    private static readonly Gen<string> Params = Gen.Select(ParameterName, Gen.OneOf(Whole, Number, AnyJson))
        .Array[0, 3]
        .Select(each => "{" + string.Join(',', each.DistinctBy(one => one.Item1).Select(one => $"\"{one.Item1}\":{one.Item2}")) + "}");

    private static readonly Gen<string> Strategy = Pick("volume_long_candle", "volume_zone_breakout", "volume_zone_breakout", "volume_long_candle", "", "nope", "Volume_Long_Candle", "../x");

    private static readonly Gen<string> Word = Pick("fixed", "one", "", "매물대", "a\\u0000b", "\\ud800", "'; DROP TABLE runs; --", "%", new string('y', 3_000));

    private static readonly Gen<string> RunId = Pick("RUN", "RUN", "RUN", "latest", "history", "../../etc", "00000000-0000-0000-0000-000000000000", "NaN", "a\0b", new string('1', 500));

    private static readonly Gen<string> Format = Pick("json", "csv", "parquet", "arrow", "", "JSON", "exe", "table");

    /// <summary>Any request.</summary>
    public static Gen<NonsenseRequest> Any { get; } =
        Gen.Frequency(
            (5, Run()),
            (2, Query("GET", Gen.Const("/api/ohlcv"), ("symbols", Gen.OneOf(Symbol, Symbol.Array[0, 3].Select(each => string.Join(',', each)))), ("start_date", Date), ("end_date", Date), ("timeframe", Timeframe), ("format", Format))),
            (1, Query("GET", Gen.Const("/api/data/inventory"), ("symbol", Symbol), ("timeframe", Timeframe), ("year", Whole), ("limit", Whole), ("offset", Whole))),
            (2, Query("GET", Gen.Const("/api/data/quality"), ("symbol", Symbol), ("timeframe", Timeframe), ("start_date", Date), ("end_date", Date))),
            (2, Query("GET", Of("/api/backtests/{0}/trades", RunId), ("symbol", Symbol), ("limit", Whole), ("offset", Whole), ("format", Format))),
            (2, Query("GET", Of("/api/backtests/{0}/signals", RunId), ("symbol", Symbol), ("limit", Whole), ("offset", Whole), ("format", Format))),
            (2, Query("GET", Of("/api/backtests/{0}/equity", RunId), ("symbol", Symbol), ("points", Whole))),
            (2, Query("GET", Of("/api/backtests/{0}/chart", RunId), ("symbol", Symbol), ("start", Date), ("end", Date), ("limit", Whole))),
            (1, Query("GET", Of("/api/backtests/{0}", RunId))),
            (1, Query("GET", Of("/api/backtests/{0}/download", RunId))),
            (1, Query("DELETE", Of("/api/backtests/{0}", RunId.Where(id => id != "RUN")))),
            (1, Query("GET", Pick("/api/backtests/latest", "/health", "/api/health", "/health/ready", "/api/strategies", "/api/strategies/presets", "/nothing", "/api", "/", "/..%2f..%2fetc/passwd", "/docs/..%2f..%2fappsettings.json", "/docs/%2e%2e/%2e%2e/etc/passwd"))),
            (1, Query("GET", Of("/api/strategies/{0}", Strategy))),
            (1, Query("GET", Of("/api/strategies/presets/{0}", Symbol))),
            (1, Body("PATCH", Of("/api/backtests/{0}", RunId), ("description", Text(Word)), ("tags", List(Text(Word))))),
            (1, Body("PATCH", Gen.Select(RunId, Symbol, (id, symbol) => $"/api/backtests/{Escape(id)}/symbols/{Escape(symbol)}"), ("is_active", Pick("true", "false")))),
            (1, Body("POST", Gen.Const("/api/strategies/presets"), Preset())),
            (1, Body("PUT", Of("/api/strategies/presets/{0}", Gen.OneOf(Symbol, Pick("balanced", "one"))), Preset())),
            (1, Query("DELETE", Of("/api/strategies/presets/{0}", Symbol)))
        );

    private static Gen<NonsenseRequest> Run() =>
        Body(
            "POST",
            Gen.Const("/api/backtests/run"),
            ("strategy", Text(Strategy)),
            ("symbols", Gen.OneOf(Pick("[\"BTC_KRW\"]", "[\"BTC_KRW\",\"ETH_KRW\"]", "[]", "[null]"), List(Text(Symbol)))),
            ("start_date", Gen.OneOf(Pick("\"2024-01-01\"", "\"2024-01-02\""), Text(Date))),
            ("end_date", Gen.OneOf(Pick("\"2024-01-04\"", "\"2024-12-31\""), Text(Date))),
            ("timeframe", Gen.OneOf(Pick("\"1H\""), Pick("\"1H\""), Text(Timeframe))),
            ("params", Params),
            ("overrides", Gen.Select(Symbol, Params, (symbol, values) => $"{{\"{Json(symbol)}\":{values}}}")),
            ("execution", Pick("\"next_open\"", "\"close\"", "\"\"", "\"NEXT_OPEN\"", "null")),
            ("fee_rate", Number),
            ("slippage_rate", Number),
            ("initial_cash", Number),
            ("sizing", Gen.Select(Pick("equity_fraction", "quote_amount", "base_quantity", "x"), Number, (kind, value) => $"{{\"kind\":\"{kind}\",\"value\":{value}}}")),
            ("stop_loss_pct", Number),
            ("take_profit_pct", Number),
            ("trailing_stop_pct", Number),
            ("warmup", Whole),
            ("strict", Pick("true", "false")),
            ("description", Text(Word)),
            ("tags", List(Text(Word)))
        );

    private static (string, Gen<string>)[] Preset() =>
        [("name", Text(Gen.OneOf(Symbol, Pick("one", "two")))), ("strategy", Text(Strategy)), ("params", Params), ("description", Text(Word))];

    // Required fields lead the lists of a run: the first five are hardly ever left out.
    private static Gen<NonsenseRequest> Body(string method, Gen<string> path, params (string Name, Gen<string> Value)[] fields)
    {
        var values = Gen.Int[0, 99].Array[fields.Length].SelectMany(odds => Some(fields, i => i < 5 ? odds[i] < 96 : odds[i] < 15));
        return Gen.Select(path, values, Gen.Int[0, 99], AnyJson, Symbol, (where, some, odds, any, name) =>
            odds switch
            {
                < 84 => new NonsenseRequest(method, where, Object(some), Binds: !IsElsewhere(where)),
                < 90 => new NonsenseRequest(method, where, Object([.. some, (Json(name), any)]), Binds: false),
                < 94 => new NonsenseRequest(method, where, Object([.. some.Select(each => (each.Name, any))]), Binds: false),
                < 97 => new NonsenseRequest(method, where, any, Binds: false),
                _ => new NonsenseRequest(method, where, Object(some)[..^1], Binds: false),
            });
    }

    private static Gen<NonsenseRequest> Query(string method, Gen<string> path, params (string Name, Gen<string> Value)[] fields)
    {
        var values = Gen.Int[0, 99].Array[fields.Length].SelectMany(odds => Some(fields, i => odds[i] < 60));
        return Gen.Select(path, values, Gen.Int[0, 99], NoWhole, Symbol, (where, some, odds, text, name) =>
            odds < 90 || some.Count == 0
                ? new NonsenseRequest(method, where + Query(some), null, Binds: !IsElsewhere(where))
                : new NonsenseRequest(method, where + Query([.. some, (odds < 95 ? "limit" : name, text)]), null, Binds: false));
    }

    // Dots between slashes are resolved before any route sees them.
    private static bool IsElsewhere(string path) => path.Contains("/..", StringComparison.Ordinal);

    private static Gen<List<(string Name, string Value)>> Some((string Name, Gen<string> Value)[] fields, Func<int, bool> isIn) =>
        fields
            .Where((_, i) => isIn(i))
            .Aggregate(
                Gen.Const(0).Select(_ => new List<(string Name, string Value)>()),
                (list, field) => Gen.Select(list, field.Value, (before, value) => new List<(string Name, string Value)>(before) { (field.Name, value) })
            );

    private static string Object(List<(string Name, string Value)> fields) => "{" + string.Join(',', fields.Select(field => $"\"{field.Name}\":{field.Value}")) + "}";

    private static string Query(List<(string Name, string Value)> fields) =>
        fields.Count == 0 ? string.Empty : "?" + string.Join('&', fields.Select(field => $"{Escape(field.Name)}={Escape(field.Value)}"));

    private static Gen<string> Of(string format, Gen<string> part) => part.Select(text => format.Replace("{0}", Escape(text), StringComparison.Ordinal));

    private static Gen<string> Text(Gen<string> text) => text.Select(each => $"\"{Json(each)}\"");

    private static Gen<string> List(Gen<string> item) => item.Array[0, 3].Select(items => $"[{string.Join(',', items)}]");

    private static string Json(string text) => text.Replace("\0", "\\u0000", StringComparison.Ordinal);

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static Gen<string> Pick(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
