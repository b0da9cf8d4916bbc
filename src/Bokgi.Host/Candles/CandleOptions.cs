using System.CommandLine;
using Symbol = Bokgi.Markets.Symbol;

namespace Bokgi.Host.Candles;

/// <summary>The options that choose stored candles, shared by several commands.</summary>
internal sealed class CandleOptions(
    string timeframeName = "--timeframe",
    string timeframeDescription = "Length of the candles: 1M (minute) … 1H, 1D, 1MO (default 1D)"
)
{
    private readonly Option<string[]> symbols = TextOption.List(
        "--symbols",
        "list",
        "Markets, such as BTC_KRW,ETH_KRW; '*' for all that have candles",
        "--symbol"
    );

    private readonly Option<string?> timeframe = new(timeframeName) { Description = timeframeDescription, HelpName = "length" };

    private readonly Option<string?> start = TextOption.Single(
        "--start",
        "date",
        "First day or time; KST unless a zone is given (default: the first bar)",
        "--start-date"
    );

    private readonly Option<string?> end = TextOption.Single(
        "--end",
        "date",
        "Last day (inclusive) or end time (default: the last bar)",
        "--end-date"
    );

    public IReadOnlyList<Option> All => [symbols, timeframe, start, end];

    public bool HasRange(ParseResult result) => result.GetValue(start) is not null || result.GetValue(end) is not null;

    public (IReadOnlyList<Symbol> Symbols, Timeframe Timeframe, TimeRange Range) Read(ParseResult result, CandleLake lake)
    {
        var errors = new InputErrors();
        var parsedTimeframe = MarketParameters.ParseTimeframe(result.GetValue(timeframe) ?? "1d", errors) ?? Timeframe.OneDay;
        var range = DateRange.Read(("start", result.GetValue(start)), ("end", result.GetValue(end)), errors);
        var parsedSymbols = new SymbolListReader(lake).Read(SymbolListReader.Split(result.GetValue(symbols)), parsedTimeframe, errors);
        errors.ThrowIfAny();
        return (parsedSymbols, parsedTimeframe, range);
    }
}
