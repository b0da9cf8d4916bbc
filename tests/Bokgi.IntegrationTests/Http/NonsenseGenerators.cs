using CsCheck;
using static Bokgi.IntegrationTests.Http.NonsenseValues;

namespace Bokgi.IntegrationTests.Http;

/// <summary>Requests to all routes, with valid, unusual and impossible values.</summary>
internal static class NonsenseGenerators
{
    /// <summary>Any request. The numbers are the relative frequencies of the kinds of requests.</summary>
    public static Gen<NonsenseRequest> AnyRequest { get; } =
        Gen.Frequency(
            (5, RunRequest()),
            (
                2,
                Query(
                    "GET",
                    Gen.Const("/api/ohlcv"),
                    ("symbols", Gen.OneOf(Symbol, Symbol.Array[0, 3].Select(symbols => string.Join(',', symbols)))),
                    ("start_date", Date),
                    ("end_date", Date),
                    ("timeframe", Timeframe),
                    ("format", Format)
                )
            ),
            (
                1,
                Query(
                    "GET",
                    Gen.Const("/api/data/inventory"),
                    ("symbol", Symbol),
                    ("timeframe", Timeframe),
                    ("year", WholeNumber),
                    ("limit", WholeNumber),
                    ("offset", WholeNumber)
                )
            ),
            (
                2,
                Query(
                    "GET",
                    Gen.Const("/api/data/quality"),
                    ("symbol", Symbol),
                    ("timeframe", Timeframe),
                    ("start_date", Date),
                    ("end_date", Date)
                )
            ),
            (
                2,
                Query(
                    "GET",
                    PathWith("/api/backtests/{0}/trades", RunId),
                    ("symbol", Symbol),
                    ("limit", WholeNumber),
                    ("offset", WholeNumber),
                    ("format", Format)
                )
            ),
            (
                2,
                Query(
                    "GET",
                    PathWith("/api/backtests/{0}/signals", RunId),
                    ("symbol", Symbol),
                    ("limit", WholeNumber),
                    ("offset", WholeNumber),
                    ("format", Format)
                )
            ),
            (
                2,
                Query("GET", PathWith("/api/backtests/{0}/equity", RunId), ("symbol", Symbol), ("points", WholeNumber), ("format", Format))
            ),
            (
                2,
                Query(
                    "GET",
                    PathWith("/api/backtests/{0}/explain", RunId),
                    ("symbol", Symbol),
                    ("at", Date),
                    ("start", Date),
                    ("end", Date),
                    ("limit", WholeNumber)
                )
            ),
            (
                1,
                Query(
                    "GET",
                    Gen.Const("/api/backtests/compare"),
                    ("ids", RunId.Array[0, 3].Select(ids => string.Join(',', ids))),
                    ("points", WholeNumber)
                )
            ),
            (
                2,
                Query(
                    "GET",
                    PathWith("/api/backtests/{0}/chart", RunId),
                    ("symbol", Symbol),
                    ("start", Date),
                    ("end", Date),
                    ("limit", WholeNumber)
                )
            ),
            (
                3,
                Query(
                    "GET",
                    Gen.Const("/api/backtests/history"),
                    ("strategy", Strategy),
                    ("symbol", Symbol),
                    ("timeframe", Timeframe),
                    ("tag", FreeText),
                    ("text", FreeText),
                    ("min_return", Number),
                    ("max_return", Number),
                    ("min_trades", WholeNumber),
                    ("max_trades", WholeNumber),
                    ("date_from", Date),
                    ("date_to", Date),
                    ("status", Pick("completed", "failed", "")),
                    ("sort", Pick("created_at", "-sharpe", "win_rate", "-description", "no_column", "", "-")),
                    ("limit", WholeNumber),
                    ("offset", WholeNumber)
                )
            ),
            (1, Query("GET", PathWith("/api/backtests/{0}", RunId))),
            (1, Query("GET", PathWith("/api/backtests/{0}/download", RunId))),
            (1, Query("DELETE", PathWith("/api/backtests/{0}", RunId.Where(id => id != RunIdPlaceholder)))), // other requests need the run
            (
                1,
                Query(
                    "GET",
                    Pick(
                        "/api/backtests/latest",
                        "/health",
                        "/api/health",
                        "/health/ready",
                        "/api/strategies",
                        "/api/strategies/presets",
                        "/nothing",
                        "/api",
                        "/",
                        "/..%2f..%2fetc/passwd",
                        "/docs/..%2f..%2fappsettings.json",
                        "/docs/%2e%2e/%2e%2e/etc/passwd"
                    )
                )
            ),
            (1, Query("GET", PathWith("/api/strategies/{0}", Strategy))),
            (1, Query("GET", PathWith("/api/strategies/presets/{0}", Symbol))),
            (1, Body("PATCH", PathWith("/api/backtests/{0}", RunId), ("description", Quoted(FreeText)), ("tags", List(Quoted(FreeText))))),
            (
                1,
                Body(
                    "PATCH",
                    Gen.Select(RunId, Symbol, (id, symbol) => $"/api/backtests/{Escape(id)}/symbols/{Escape(symbol)}"),
                    ("is_active", Pick("true", "false"))
                )
            ),
            (1, Body("POST", Gen.Const("/api/strategies/presets"), PresetFields())),
            (1, Body("PUT", PathWith("/api/strategies/presets/{0}", Gen.OneOf(Symbol, Pick("balanced", "one"))), PresetFields())),
            (1, Query("DELETE", PathWith("/api/strategies/presets/{0}", Symbol))),
            (
                1,
                Query(
                    "GET",
                    Pick("status", "strategies", "market-data", "positions", "performance").Select(name => $"/api/simulation/{name}"),
                    ("session_id", FreeText)
                )
            ),
            (
                1,
                Query(
                    "GET",
                    Pick("/api/simulation/history", "/api/simulation/signals"),
                    ("session_id", FreeText),
                    ("symbol", Symbol),
                    ("limit", WholeNumber),
                    ("offset", WholeNumber)
                )
            ),
            (
                1,
                Query(
                    "GET",
                    Gen.Const("/api/simulation/sessions"),
                    ("state", Pick("running", "stopped", "ended", "")),
                    ("limit", WholeNumber),
                    ("offset", WholeNumber)
                )
            ),
            (1, SessionRequest()),
            (
                1,
                Body(
                    "POST",
                    Gen.Const("/api/simulation/stop"),
                    ("session_id", Quoted(FreeText)),
                    ("close_positions", Pick("true", "false", "null"))
                )
            ),
            (
                1,
                Query(
                    "POST",
                    Gen.Select(
                        FreeText,
                        Pick("pause", "resume", "verify", "positions/1-1/close"),
                        (id, name) => $"/api/simulation/sessions/{Escape(id)}/{name}"
                    )
                )
            ),
            (
                1,
                Body(
                    "PATCH",
                    Gen.Select(FreeText, Symbol, (id, symbol) => $"/api/simulation/sessions/{Escape(id)}/symbols/{Escape(symbol)}"),
                    ("is_enabled", Pick("true", "false"))
                )
            ),
            (1, Query("GET", Gen.Const("/api/v1/audit"), ("limit", WholeNumber), ("offset", WholeNumber))),
            (1, Body("POST", Gen.Const("/api/session"), ("key", Quoted(FreeText)))),
            (1, Query("GET", Gen.Const("/signin"), ("return", Gen.OneOf(FreeText, Pick("//x", "/docs", "https://x")))))
        );

    private static Gen<NonsenseRequest> RunRequest() =>
        Body(
            "POST",
            Gen.Const("/api/backtests/run"),
            ("strategy", Quoted(Strategy)),
            ("symbols", Gen.OneOf(Pick("[\"BTC_KRW\"]", "[\"BTC_KRW\",\"ETH_KRW\"]", "[]", "[null]"), List(Quoted(Symbol)))),
            ("start_date", Gen.OneOf(Pick("\"2024-01-01\"", "\"2024-01-02\""), Quoted(Date))),
            ("end_date", Gen.OneOf(Pick("\"2024-01-04\"", "\"2024-12-31\""), Quoted(Date))),
            ("timeframe", Gen.OneOf(Pick("\"1H\""), Pick("\"1H\""), Quoted(Timeframe))),
            ("params", Params),
            ("overrides", Gen.Select(Symbol, Params, (symbol, values) => $"{{\"{EscapeNul(symbol)}\":{values}}}")),
            ("execution", Pick("\"next_open\"", "\"signal_close\"", "\"close\"", "\"\"", "\"NEXT_OPEN\"", "null")),
            ("costs", Pick("\"upbit\"", "\"UPBIT\"", "\"\"", "null", "1")),
            ("fee_rate", Number),
            ("slippage_rate", Number),
            ("initial_cash", Number),
            (
                "sizing",
                Gen.Select(
                    Pick("equity_fraction", "quote_amount", "base_quantity", "x"),
                    Number,
                    (kind, value) => $"{{\"kind\":\"{kind}\",\"value\":{value}}}"
                )
            ),
            ("stop_loss_pct", Number),
            ("take_profit_pct", Number),
            ("trailing_stop_pct", Number),
            ("warmup", WholeNumber),
            ("strict", Pick("true", "false")),
            ("description", Quoted(FreeText)),
            ("tags", List(Quoted(FreeText)))
        );

    // Never generates a valid request, because a session that starts would keep running.
    private static Gen<NonsenseRequest> SessionRequest() =>
        Body(
            "POST",
            Gen.Const("/api/simulation/start"),
            ("costs", Pick("\"UPBIT\"", "\"\"", "1")),
            ("symbols", Gen.OneOf(Pick("[\"BTC_KRW\"]", "[]", "[null]"), List(Quoted(Symbol)))),
            (
                "strategies",
                Gen.Select(
                    Symbol,
                    Strategy,
                    Params,
                    (symbol, strategy, values) =>
                        $"{{\"{EscapeNul(symbol)}\":[{{\"strategy_name\":\"{EscapeNul(strategy)}\",\"params\":{values}}}]}}"
                )
            ),
            ("timeframe", Quoted(Timeframe)),
            ("exchange", Quoted(FreeText)),
            ("initial_cash", Number),
            ("quantity_step", Number)
        );

    private static (string, Gen<string>)[] PresetFields() =>
        [
            ("name", Quoted(Gen.OneOf(Symbol, Pick("one", "two")))),
            ("strategy", Quoted(Strategy)),
            ("params", Params),
            ("description", Quoted(FreeText)),
        ];

    // The first five fields are included with a probability of 96 % each, the others with 15 %. The first five of a run are the required ones.
    private static Gen<NonsenseRequest> Body(string method, Gen<string> path, params (string Name, Gen<string> Value)[] fields)
    {
        var values = Gen.Int[0, 99].Array[fields.Length].SelectMany(rolls => SomeFields(fields, i => rolls[i] < (i < 5 ? 96 : 15)));
        return Gen.Select(
            path,
            values,
            Gen.Int[0, 99],
            AnyJson,
            Symbol,
            (target, chosenFields, roll, anyJson, unknownName) =>
                roll switch
                {
                    < 84 => new NonsenseRequest(method, target, Object(chosenFields), ReachesValidation: !LeavesTheRoute(target)),
                    < 90 => new NonsenseRequest(
                        method,
                        target,
                        Object([.. chosenFields, (EscapeNul(unknownName), anyJson)]),
                        ReachesValidation: false
                    ),
                    < 94 => new NonsenseRequest(
                        method,
                        target,
                        Object([.. chosenFields.Select(field => (field.Name, anyJson))]),
                        ReachesValidation: false
                    ),
                    < 97 => new NonsenseRequest(method, target, anyJson, ReachesValidation: false),
                    _ => new NonsenseRequest(method, target, Object(chosenFields)[..^1], ReachesValidation: false), // lacks the last brace
                }
        );
    }

    private static Gen<NonsenseRequest> Query(string method, Gen<string> path, params (string Name, Gen<string> Value)[] fields)
    {
        var values = Gen.Int[0, 99].Array[fields.Length].SelectMany(rolls => SomeFields(fields, i => rolls[i] < 60));
        return Gen.Select(
            path,
            values,
            Gen.Int[0, 99],
            InvalidWholeNumber,
            Symbol,
            (target, chosenFields, roll, invalidNumber, unknownName) =>
                roll < 90 || chosenFields.Count == 0
                    ? new NonsenseRequest(method, target + QueryString(chosenFields), null, ReachesValidation: !LeavesTheRoute(target))
                    : new NonsenseRequest(
                        method,
                        target + QueryString([.. chosenFields, (roll < 95 ? "limit" : unknownName, invalidNumber)]),
                        null,
                        ReachesValidation: false
                    )
        );
    }

    // Dot segments are resolved before routing, so such a path leads to another route.
    private static bool LeavesTheRoute(string path) => path.Contains("/..", StringComparison.Ordinal);

    // Starts with a generator of empty lists and appends a random value of each included field.
    private static Gen<List<(string Name, string Value)>> SomeFields(
        (string Name, Gen<string> Value)[] fields,
        Func<int, bool> isIncluded
    ) =>
        fields
            .Where((_, i) => isIncluded(i))
            .Aggregate(
                Gen.Const(0).Select(_ => new List<(string Name, string Value)>()),
                (list, field) =>
                    Gen.Select(list, field.Value, (before, value) => new List<(string Name, string Value)>(before) { (field.Name, value) })
            );

    private static string Object(List<(string Name, string Value)> fields) =>
        "{" + string.Join(',', fields.Select(field => $"\"{field.Name}\":{field.Value}")) + "}";

    private static string QueryString(List<(string Name, string Value)> fields) =>
        fields.Count == 0 ? string.Empty : "?" + string.Join('&', fields.Select(field => $"{Escape(field.Name)}={Escape(field.Value)}"));

    private static Gen<string> PathWith(string format, Gen<string> part) =>
        part.Select(text => format.Replace("{0}", Escape(text), StringComparison.Ordinal));

    private static Gen<string> List(Gen<string> item) => item.Array[0, 3].Select(items => $"[{string.Join(',', items)}]");

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
