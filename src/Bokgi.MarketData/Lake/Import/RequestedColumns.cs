namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// The caller's description of a file's columns: by name (<c>time=Unix,volume=Amount</c>) or in order
/// (<c>time,open,close,high,low,volume</c>).
/// </summary>
internal sealed class RequestedColumns
{
    /// <summary>The meaning of the second time column when date and time are separate.</summary>
    public const string TimeOfDay = "time of day";

    /// <summary>Separate date and time, followed by the usual columns.</summary>
    public static readonly string[] DateAndTimeOrder = [ColumnMap.Time, TimeOfDay, "open", "high", "low", "close", "volume"];

    private static readonly string[] Meanings = [ColumnMap.Time, "open", "high", "low", "close", "volume", "symbol", "timeframe"];
    private static readonly string[] RequiredMeanings = Meanings[..6];

    private readonly Dictionary<string, string> names = [];

    private RequestedColumns() { }

    /// <summary>
    /// The meanings of the columns, in the order of the file; a word without a meaning skips a column. Null when the caller gave names.
    /// </summary>
    public string[]? Order { get; private init; }

    /// <exception cref="LakeException">The text is invalid.</exception>
    public static RequestedColumns Parse(string text)
    {
        string[] parts = [.. text.Split(',').Select(part => part.Trim())];
        if (parts.All(part => !part.Contains('=', StringComparison.Ordinal)))
            return FromOrder(text, MarkTimeOfDay([.. parts.Select(part => FindMeaning(part) ?? part)], parts));
        var requested = new RequestedColumns();
        foreach (var part in parts)
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var meaning = equals < 0 ? null : FindMeaning(part[..equals].Trim());
            if (meaning is null || equals == part.Length - 1 || !requested.names.TryAdd(meaning, part[(equals + 1)..].Trim()))
                throw Invalid(
                    $"'{CellExcerpt.Sanitize(part)}' is not MEANING=NAME with one of {string.Join(", ", Meanings)}, each at most once"
                );
        }

        return requested;
    }

    /// <summary>The index of the column that the caller assigned to the meaning; null when none was assigned.</summary>
    /// <exception cref="LakeException">The file has no such column.</exception>
    public int? IndexOf(string meaning, SourceSample sample)
    {
        if (!names.TryGetValue(meaning, out var wanted))
            return null;
        var exact = Find(StringComparison.Ordinal);
        var index = exact >= 0 ? exact : Find(StringComparison.OrdinalIgnoreCase);
        return index >= 0
            ? index
            : throw Invalid(
                $"{sample.File} has no column '{CellExcerpt.Sanitize(wanted)}'; its columns are {string.Join(", ", sample.Names!.Take(20).Select(CellExcerpt.Sanitize))}"
            );

        int Find(StringComparison comparison) =>
            Array.FindIndex(sample.Names!, name => name.Trim().Trim('\uFEFF').Equals(wanted, comparison));
    }

    private static RequestedColumns FromOrder(string text, string[] order)
    {
        var missing = RequiredMeanings.Where(meaning => order.Count(column => column == meaning) != 1).ToArray();
        return missing.Length == 0
            ? new RequestedColumns { Order = order }
            : throw Invalid($"'{CellExcerpt.Sanitize(text)}' must name {string.Join(", ", missing)} once, as in {ArrayLayout.Default}");
    }

    // In "date,time,…", "time" is the time of day.
    private static string[] MarkTimeOfDay(string[] order, string[] words)
    {
        var (date, time) = (IndexOf("date"), IndexOf("time"));
        if (date >= 0 && time >= 0)
            order[time] = TimeOfDay;
        return order;

        int IndexOf(string wanted) => Array.FindIndex(words, word => word.Equals(wanted, StringComparison.OrdinalIgnoreCase));
    }

    private static string? FindMeaning(string word) =>
        word.ToLowerInvariant() switch
        {
            "timestamp" or "date" or "datetime" => ColumnMap.Time,
            var name => Array.Find(Meanings, meaning => meaning == name),
        };

    private static LakeException Invalid(string message) => new(LakeErrorKind.InvalidInput, $"--columns: {message}");
}
