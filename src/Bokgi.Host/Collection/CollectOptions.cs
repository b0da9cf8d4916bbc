using System.CommandLine;
using Bokgi.Host.Candles;

namespace Bokgi.Host.Collection;

internal sealed class CollectOptions
{
    private readonly Option<string?> exchange = TextOption.Single(
        "--exchange",
        "name",
        $"Exchange to collect from: {string.Join(" or ", ExchangeCatalogue.Names)} (default {ExchangeCatalogue.Default})"
    );

    private readonly Option<string[]> symbols = TextOption.List(
        "--symbols",
        "list",
        "Markets, such as BTC_KRW,ETH_KRW; '*' for all that already have candles",
        "--symbol"
    );

    private readonly Option<string?> quote = TextOption.Single(
        "--quote",
        "currency",
        "Instead of --symbols: all markets of the exchange that are quoted in this currency, such as KRW"
    );

    private readonly Option<string[]> timeframes = TextOption.List(
        "--timeframes",
        "list",
        "Lengths of the candles, such as 1M,1H (default 1D)",
        "--timeframe"
    );

    private readonly Option<string?> start = TextOption.Single(
        "--start",
        "date",
        $"First day or time, in KST unless a zone is given (default: the first stored bar, or {RequestedSpan.DefaultBars} bars back)",
        "--start-date"
    );

    private readonly Option<string?> end = TextOption.Single(
        "--end",
        "date",
        "Last day (inclusive) or end time (default: now)",
        "--end-date"
    );

    private readonly Option<int?> days = NumberOption.Integer("--days", "count", "Number of days before now, instead of dates");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[exchange, symbols, quote, timeframes, start, end, days])
            command.Options.Add(option);
    }

    /// <summary>The request, and the currency of <c>--quote</c> if given.</summary>
    public (CollectionForm Form, string? Quote) Read(ParseResult result) =>
        (
            new CollectionForm
            {
                Exchange = result.GetValue(exchange),
                Symbols = SymbolListReader.Split(result.GetValue(symbols)),
                Timeframes = SymbolListReader.Split(result.GetValue(timeframes)) is { Count: > 0 } lengths ? lengths : null,
                StartDate = result.GetValue(start),
                EndDate = result.GetValue(end),
                Days = result.GetValue(days),
            },
            result.GetValue(quote)
        );
}
