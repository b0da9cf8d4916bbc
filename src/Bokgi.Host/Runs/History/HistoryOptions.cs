using System.CommandLine;

namespace Bokgi.Host.Runs.History;

/// <summary>The command-line options that mirror the parameters of the history.</summary>
internal sealed class HistoryOptions
{
    private readonly Option<string?> strategy = Text("--strategy", "name", "Only runs of this strategy");
    private readonly Option<string?> symbol = Text("--symbol", "name", "Only runs with this symbol");
    private readonly Option<string?> timeframe = Text("--timeframe", "length", "Only runs over candles of this length");
    private readonly Option<string?> tag = Text("--tag", "text", "Only runs with this tag");
    private readonly Option<string?> text = Text(
        "--text",
        "words",
        "Words of the description, a tag, the strategy or a symbol; all must be there"
    );
    private readonly Option<string?> minReturn = Text("--min-return", "fraction", "Least total return");
    private readonly Option<string?> maxReturn = Text("--max-return", "fraction", "Greatest total return");
    private readonly Option<string?> minTrades = Text("--min-trades", "count", "Fewest trades");
    private readonly Option<string?> maxTrades = Text("--max-trades", "count", "Most trades");
    private readonly Option<string?> dateFrom = Text("--date-from", "date", "Made on this day or later; KST without a zone");
    private readonly Option<string?> dateTo = Text("--date-to", "date", "Made until the end of this day");
    private readonly Option<string?> status = Text("--status", "name", "Only runs with this status");
    private readonly Option<string?> sort = Text(
        "--sort",
        "column",
        "Such as total_return; -total_return for the greatest first (default -created_at)"
    );
    private readonly Option<string?> limit = Text("--limit", "count", "Most runs, 1 to 100 (default 10)");
    private readonly Option<string?> offset = Text("--offset", "count", "Runs to leave out first");

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

    // A value may begin with a dash: "-total_return", "-0.05".
    private static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName };
}
