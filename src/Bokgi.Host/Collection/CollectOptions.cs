using System.CommandLine;
using Bokgi.Host.Candles;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.MarketData.Exchanges;

namespace Bokgi.Host.Collection;

/// <summary>The options of <c>bokgi collect</c>.</summary>
internal sealed class CollectOptions
{
    private readonly Option<string?> exchange = new("--exchange")
    {
        Description = $"Where they come from: {string.Join(" or ", ExchangeCatalogue.Names)} (default {ExchangeCatalogue.Default})",
        HelpName = "name",
    };

    private readonly Option<string[]> symbols = new("--symbols", "--symbol")
    {
        Description = "Markets, such as BTC_KRW,ETH_KRW; '*' for all that have candles",
        HelpName = "list",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> quote = new("--quote")
    {
        Description = "Instead of --symbols: all markets of the exchange that are paid with this, such as KRW",
        HelpName = "currency",
    };

    private readonly Option<string[]> timeframes = new("--timeframes", "--timeframe")
    {
        Description = "Lengths of the candles, such as 1M,1H (default 1D)",
        HelpName = "list",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> start = new("--start", "--start-date")
    {
        Description =
            $"First day or time; without a zone it is KST (default: the first stored bar, or {RequestedSpan.FirstBars} bars back)",
        HelpName = "date",
    };

    private readonly Option<string?> end = new("--end", "--end-date")
    {
        Description = "Last day, the whole of it, or last time (default: now)",
        HelpName = "date",
    };

    private readonly Option<int?> days = NumberOption.Whole("--days", "count", "So many days before now, instead of dates");

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
