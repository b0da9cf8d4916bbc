namespace Bokgi.Host.Candles;

/// <summary>Reads the symbols of a request, without duplicates; <c>*</c> means all that have candles.</summary>
internal sealed class SymbolListReader(CandleLake lake)
{
    private const string AllSymbols = "*";
    public const int MaximumSymbols = 1_000;

    /// <summary>Splits the comma-separated lists of a command-line option, which may be repeated.</summary>
    public static IReadOnlyList<string> Split(string[]? lists) =>
        [.. (lists ?? []).SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    public IReadOnlyList<Symbol> Read(IReadOnlyList<string>? names, Timeframe timeframe, InputErrors errors)
    {
        if (names is null or { Count: 0 })
            errors.Add("symbols", "symbols is empty; name at least one, such as BTC_KRW, or * for all that have candles");
        var hasTooManyNames = names?.Count > MaximumSymbols;
        var symbols =
            hasTooManyNames ? []
            : names is [AllSymbols] ? AllInLake(timeframe)
            : Parse(names ?? [], errors);
        if (hasTooManyNames || symbols.Count > MaximumSymbols)
            errors.Add("symbols", $"symbols names {Math.Max(names!.Count, symbols.Count)} markets; give at most {MaximumSymbols}");
        return symbols;
    }

    // Accepts null among the names, because a JSON list may contain it.
    public static List<Symbol> Parse(IReadOnlyList<string?> names, InputErrors errors) =>
        [.. names.Select(name => MarketParameters.ParseSymbol(name ?? string.Empty, errors, "symbols")).OfType<Symbol>().Distinct()];

    private IReadOnlyList<Symbol> AllInLake(Timeframe timeframe)
    {
        var symbols = lake.Symbols(timeframe);
        return symbols.Count > 0
            ? symbols
            : throw new LakeException(
                LakeErrorKind.NotFound,
                $"no symbol has {timeframe} candles; import or generate some, or ask for another timeframe"
            );
    }
}
