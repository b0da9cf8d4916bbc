using System.CommandLine;

namespace Bokgi.Host.Runs.History;

/// <summary>The options of <c>bokgi runs</c>; entry sets a field of <see cref="HistoryForm"/>.</summary>
internal sealed class HistoryOptions
{
    private readonly List<(Option<string?> Option, Func<HistoryForm, string, HistoryForm> Set)> all = [];

    public HistoryOptions()
    {
        Add("--strategy", "name", "Only runs of this strategy", (form, value) => form with { Strategy = value });
        Add("--symbol", "name", "Only runs with this symbol", (form, value) => form with { Symbol = value });
        Add("--timeframe", "length", "Only runs over candles of this length", (form, value) => form with { Timeframe = value });
        Add("--tag", "text", "Only runs with this tag", (form, value) => form with { Tag = value });
        Add(
            "--text",
            "words",
            "Words of the description, a tag, the strategy or a symbol; all must match",
            (form, value) => form with { Text = value }
        );
        Add("--min-return", "fraction", "Minimum total return", (form, value) => form with { MinReturn = value });
        Add("--max-return", "fraction", "Maximum total return", (form, value) => form with { MaxReturn = value });
        Add("--min-trades", "count", "Minimum number of trades", (form, value) => form with { MinTrades = value });
        Add("--max-trades", "count", "Maximum number of trades", (form, value) => form with { MaxTrades = value });
        Add(
            "--date-from",
            "date",
            "Created on this day or later; KST unless a zone is given",
            (form, value) => form with { DateFrom = value }
        );
        Add("--date-to", "date", "Created on this day or before", (form, value) => form with { DateTo = value });
        Add("--status", "name", "Only runs with this status", (form, value) => form with { Status = value });
        Add(
            "--sort",
            "column",
            "Column to sort by, such as total_return; -total_return for descending order (default -created_at)",
            (form, value) => form with { Sort = value }
        );
        Add("--limit", "count", "Maximum number of runs, 1 to 100 (default 10)", (form, value) => form with { Limit = value });
        Add("--offset", "count", "Runs to skip", (form, value) => form with { Offset = value });
    }

    public void AddTo(Command command) => all.ForEach(entry => command.Options.Add(entry.Option));

    public HistoryForm Read(ParseResult result) =>
        all.Aggregate(new HistoryForm(), (form, entry) => result.GetValue(entry.Option) is { } value ? entry.Set(form, value) : form);

    // All options are text, so that a value may begin with a dash: "-total_return", "-0.05".
    private void Add(string name, string helpName, string description, Func<HistoryForm, string, HistoryForm> set) =>
        all.Add((new(name) { Description = description, HelpName = helpName }, set));
}
