using Bokgi.Host.Platform.Errors;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;

namespace Bokgi.Host.Backtests;

/// <summary>Reads the symbols of a request: each once, all paid in one currency, <c>*</c> meaning all that have candles.</summary>
internal sealed class SymbolReading(CandleLake lake)
{
    private const string Everything = "*";
    private const int Maximum = 1_000;

    public IReadOnlyList<Symbol> Read(IReadOnlyList<string>? names, Timeframe timeframe, InputErrors errors)
    {
        if (names is null or { Count: 0 })
            errors.Add("symbols", "symbols is empty; name at least one, such as BTC_KRW, or * for all that have candles");
        var symbols = names is [Everything] ? InLake(timeframe) : Parsed(names ?? [], errors);
        if (symbols.Count > Maximum)
            errors.Add("symbols", $"symbols names {symbols.Count} markets; give at most {Maximum}");
        string[] quotes = [.. symbols.Select(symbol => symbol.Quote).Distinct().Order(StringComparer.Ordinal)];
        if (quotes.Length > 1)
            errors.Add("symbols", $"symbols are paid in {string.Join(" and ", quotes)}; one run has one quote currency");
        return symbols;
    }

    private static List<Symbol> Parsed(IReadOnlyList<string> names, InputErrors errors)
    {
        var symbols = new List<Symbol>();
        foreach (var name in names)
        {
            if (!Symbol.TryParse(name, out var symbol, out var error))
                errors.Add("symbols", error);
            else if (!symbols.Contains(symbol))
                symbols.Add(symbol);
        }

        return symbols;
    }

    private IReadOnlyList<Symbol> InLake(Timeframe timeframe)
    {
        var symbols = lake.Symbols(timeframe);
        return symbols.Count > 0
            ? symbols
            : throw new LakeException(LakeErrorKind.NotFound, $"no symbol has {timeframe} candles; import some, or run 'bokgi generate' for synthetic ones");
    }
}
