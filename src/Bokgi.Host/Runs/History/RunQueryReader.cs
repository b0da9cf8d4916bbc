using Bokgi.Host.Runs.Store;
using Bokgi.Host.Strategies;

namespace Bokgi.Host.Runs.History;

/// <summary>Checks a <see cref="HistoryForm"/> and converts it into the query that the store executes.</summary>
internal static class RunQueryReader
{
    private const int MaximumTextLength = 200;

    public const string DefaultSort = "-created_at";

    public static IReadOnlyList<string> Statuses { get; } = ["completed"];

    public static IReadOnlyList<string> Sorts { get; } = [.. RunSortColumn.Names, .. RunSortColumn.Names.Select(name => $"-{name}")];

    /// <exception cref="InvalidInputException">A field is invalid; the message lists all invalid fields.</exception>
    public static RunQuery Read(HistoryForm form)
    {
        var errors = new InputErrors();
        var (sort, isDescending) = ReadSort(form.Sort, errors);
        var created = DateRange.Read(("date_from", form.DateFrom), ("date_to", form.DateTo), errors);
        var paging = Paging.Read(form.Limit, form.Offset, RunQuery.DefaultLimit, RunQuery.MaximumLimit, errors);
        var query = new RunQuery
        {
            Strategy = ReadOneOf(form.Strategy, "strategy", StrategyList.Names, errors),
            Symbol = MarketParameters.ParseSymbol(form.Symbol, errors)?.Code,
            Timeframe = MarketParameters.ParseTimeframe(form.Timeframe, errors)?.Name,
            Tag = ReadText(form.Tag, "tag", errors),
            Text = ReadWords(form.Text, errors),
            MinReturn = ReadFraction(form.MinReturn, "min_return", errors),
            MaxReturn = ReadFraction(form.MaxReturn, "max_return", errors),
            MinTrades = WholeNumber.Read(form.MinTrades, "min_trades", 0, int.MaxValue, errors),
            MaxTrades = WholeNumber.Read(form.MaxTrades, "max_trades", 0, int.MaxValue, errors),
            FromUtc = form.DateFrom is null ? null : created.StartUtc,
            ToUtc = form.DateTo is null ? null : created.EndUtc,
            Status = ReadOneOf(form.Status, "status", Statuses, errors),
            Sort = sort,
            IsDescending = isDescending,
            Limit = paging.Limit,
            Offset = paging.Offset,
        };
        if (query.MinReturn > query.MaxReturn)
            errors.Add(
                "min_return",
                FormattableString.Invariant($"min_return {query.MinReturn} is above max_return {query.MaxReturn}; swap them")
            );
        if (query.MinTrades > query.MaxTrades)
            errors.Add("min_trades", $"min_trades {query.MinTrades} is above max_trades {query.MaxTrades}; swap them");
        errors.ThrowIfAny();
        return query;
    }

    private static (string Sort, bool IsDescending) ReadSort(string? text, InputErrors errors)
    {
        text ??= DefaultSort;
        if (!Sorts.Contains(text))
            errors.Add(
                "sort",
                $"sort cannot be '{Problems.SanitizeForMessage(text)}'; give one of {string.Join(", ", RunSortColumn.Names)}, prefixed with - for descending order"
            );
        return (text.TrimStart('-'), text.StartsWith('-'));
    }

    private static string? ReadOneOf(string? text, string field, IReadOnlyList<string> allowed, InputErrors errors)
    {
        if (text is not null && !allowed.Contains(text))
            errors.Add(field, $"{field} cannot be '{Problems.SanitizeForMessage(text)}'; give {string.Join(" or ", allowed)}");
        return text;
    }

    private static string? ReadText(string? text, string field, InputErrors errors)
    {
        if (text is { Length: 0 or > MaximumTextLength } || text?.Contains('\0') == true)
            errors.Add(
                field,
                $"{field} cannot be '{Problems.SanitizeForMessage(text)}'; give 1 to {MaximumTextLength} characters, none of them U+0000"
            );
        return text;
    }

    private static string? ReadWords(string? text, InputErrors errors)
    {
        var count = RunSearch.SplitWords(text ?? string.Empty).Length;
        if (count > RunSearch.MaximumWords || (count == 0 && text?.Length > 0))
            errors.Add("text", $"text has {count} words; give 1 to {RunSearch.MaximumWords}");
        return ReadText(text, "text", errors);
    }

    private static double? ReadFraction(string? text, string field, InputErrors errors)
    {
        if (text is null)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            return value;
        errors.Add(field, $"{field} cannot be '{Problems.SanitizeForMessage(text)}'; give a fraction, such as 0.05 for 5 %");
        return null;
    }
}
