namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// What a caller says of a file's columns: their names (<c>time=Unix,volume=Amount</c>), or their order
/// (<c>time,open,close,high,low,volume</c>).
/// </summary>
internal sealed class RequestedColumns
{
    /// <summary>What the second of two columns with date and time is in an order.</summary>
    public const string TimeOfDay = "time of day";

    /// <summary>Date and time apart, and then what is usual.</summary>
    public static readonly string[] OfDateAndTime = [ColumnMap.Time, TimeOfDay, "open", "high", "low", "close", "volume"];

    private static readonly string[] Meanings = [ColumnMap.Time, "open", "high", "low", "close", "volume", "symbol", "timeframe"];
    private static readonly string[] Needed = Meanings[..6];

    private readonly Dictionary<string, string> names = [];

    private RequestedColumns() { }

    /// <summary>
    /// What the columns are from the first one on; words that are no meaning pass a column over. Null when names were given.
    /// </summary>
    public string[]? Order { get; private init; }

    /// <exception cref="LakeException">The text is neither.</exception>
    public static RequestedColumns Parse(string text)
    {
        string[] parts = [.. text.Split(',').Select(part => part.Trim())];
        if (parts.All(part => !part.Contains('=', StringComparison.Ordinal)))
            return OfOrder(text, WithTimeOfDay([.. parts.Select(part => Meaning(part) ?? part)], parts));
        var wish = new RequestedColumns();
        foreach (var part in parts)
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var meaning = equals < 0 ? null : Meaning(part[..equals].Trim());
            if (meaning is null || equals == part.Length - 1 || !wish.names.TryAdd(meaning, part[(equals + 1)..].Trim()))
                throw Refused($"'{ShownCell.Of(part)}' is not one of {string.Join(", ", Meanings)} = a column's name, each once");
        }

        return wish;
    }

    /// <summary>The place of the column that was named for something; null when none was.</summary>
    /// <exception cref="LakeException">The file has no such column.</exception>
    public int? Place(string meaning, SourceSample sample)
    {
        if (!names.TryGetValue(meaning, out var wanted))
            return null;
        var place = Find(StringComparison.Ordinal) is >= 0 and var exact ? exact : Find(StringComparison.OrdinalIgnoreCase);
        return place >= 0
            ? place
            : throw Refused(
                $"{sample.File} has no column '{ShownCell.Of(wanted)}'; its columns are {string.Join(", ", sample.Names!.Take(20).Select(ShownCell.Of))}"
            );

        int Find(StringComparison comparison) =>
            Array.FindIndex(sample.Names!, name => name.Trim().Trim('\uFEFF').Equals(wanted, comparison));
    }

    private static RequestedColumns OfOrder(string text, string[] order)
    {
        var missing = Needed.Where(meaning => order.Count(each => each == meaning) != 1).ToArray();
        return missing.Length == 0
            ? new RequestedColumns { Order = order }
            : throw Refused($"'{ShownCell.Of(text)}' must name {string.Join(", ", missing)} once, as in {ArrayLayout.Usual}");
    }

    // "date,time,…": the date and then the time of the day.
    private static string[] WithTimeOfDay(string[] order, string[] words)
    {
        var (date, time) = (Place("date"), Place("time"));
        if (date >= 0 && time >= 0)
            order[time] = TimeOfDay;
        return order;

        int Place(string wanted) => Array.FindIndex(words, word => word.Equals(wanted, StringComparison.OrdinalIgnoreCase));
    }

    private static string? Meaning(string word) =>
        word.ToLowerInvariant() switch
        {
            "timestamp" or "date" or "datetime" => ColumnMap.Time,
            var name => Array.Find(Meanings, meaning => meaning == name),
        };

    private static LakeException Refused(string message) => new(LakeErrorKind.InvalidInput, $"--columns: {message}");
}
