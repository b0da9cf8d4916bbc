using System.CommandLine;
using Bokgi.Host.Platform.CommandLine;

namespace Bokgi.Host.Runs.History;

/// <summary>The command-line options that mirror the parameters of the history.</summary>
internal sealed class HistoryOptions
{
    private readonly Option<string?> strategy = TextOption.One("--strategy", "name", "Only runs of this strategy");
    private readonly Option<string?> symbol = TextOption.One("--symbol", "name", "Only runs with this symbol");
    private readonly Option<string?> timeframe = TextOption.One("--timeframe", "length", "Only runs over candles of this length");
    private readonly Option<string?> tag = TextOption.One("--tag", "text", "Only runs with this tag");
    private readonly Option<string?> text = TextOption.One(
        "--text",
        "words",
        "Words of the description, a tag, the strategy or a symbol; all must be there"
    );
    private readonly Option<string?> minReturn = TextOption.One("--min-return", "fraction", "Least total return");
    private readonly Option<string?> maxReturn = TextOption.One("--max-return", "fraction", "Greatest total return");
    private readonly Option<string?> minTrades = TextOption.One("--min-trades", "count", "Fewest trades");
    private readonly Option<string?> maxTrades = TextOption.One("--max-trades", "count", "Most trades");
    private readonly Option<string?> dateFrom = TextOption.One("--date-from", "date", "Made on this day or later; KST without a zone");
    private readonly Option<string?> dateTo = TextOption.One("--date-to", "date", "Made until the end of this day");
    private readonly Option<string?> status = TextOption.One("--status", "name", "Only runs with this status");
    private readonly Option<string?> sort = TextOption.One(
        "--sort",
        "column",
        "Such as total_return; -total_return for the greatest first (default -created_at)"
    );
    private readonly Option<string?> limit = TextOption.One("--limit", "count", "Most runs, 1 to 100 (default 10)");
    private readonly Option<string?> offset = TextOption.One("--offset", "count", "Runs to leave out first");

    public void AddTo(Command command)
    {
        Option[] all =
        [
            strategy,
            symbol,
            timeframe,
            tag,
            text,
            minReturn,
            maxReturn,
            minTrades,
            maxTrades,
            dateFrom,
            dateTo,
            status,
            sort,
            limit,
            offset,
        ];
        foreach (var option in all)
            command.Options.Add(option);
    }

    public HistoryForm Read(ParseResult result) =>
        new()
        {
            Strategy = result.GetValue(strategy),
            Symbol = result.GetValue(symbol),
            Timeframe = result.GetValue(timeframe),
            Tag = result.GetValue(tag),
            Text = result.GetValue(text),
            MinReturn = result.GetValue(minReturn),
            MaxReturn = result.GetValue(maxReturn),
            MinTrades = result.GetValue(minTrades),
            MaxTrades = result.GetValue(maxTrades),
            DateFrom = result.GetValue(dateFrom),
            DateTo = result.GetValue(dateTo),
            Status = result.GetValue(status),
            Sort = result.GetValue(sort),
            Limit = result.GetValue(limit),
            Offset = result.GetValue(offset),
        };
}
