using System.Globalization;
using Bokgi.Host.Backtests.Store;
using Bokgi.Host.Platform.Errors;
using Bokgi.Markets;
using Bokgi.Strategies;

namespace Bokgi.Host.Backtests.History;

/// <summary>Checks what a client asks of the history, field by field, and makes a query of it.</summary>
internal static class HistoryReading
{
    private const int MaximumText = 200;

    private static readonly string[] Statuses = ["completed"];

    /// <exception cref="RefusedInputException">A field is wrong; all that are wrong are named.</exception>
    public static RunQuery Read(HistoryForm form)
    {
        var errors = new InputErrors();
        var (sort, isDescending) = Sort(form.Sort, errors);
        var (from, to) = Dates(form, errors);
        var query = new RunQuery
        {
            Strategy = OneOf(form.Strategy, "strategy", [.. StrategyCatalogue.All.Select(strategy => strategy.Name)], errors),
            Symbol = Symbol(form.Symbol, errors),
            Timeframe = Timeframe(form.Timeframe, errors),
            Tag = Text(form.Tag, "tag", errors),
            Text = Text(form.Text, "text", errors),
            MinReturn = Real(form.MinReturn, "min_return", errors),
            MaxReturn = Real(form.MaxReturn, "max_return", errors),
            MinTrades = Whole(form.MinTrades, "min_trades", 0, int.MaxValue, errors),
            MaxTrades = Whole(form.MaxTrades, "max_trades", 0, int.MaxValue, errors),
            FromUtc = from,
            ToUtc = to,
            Status = OneOf(form.Status, "status", Statuses, errors),
            Sort = sort,
            IsDescending = isDescending,
            Limit = Whole(form.Limit, "limit", 1, RunQuery.MaximumLimit, errors) ?? 10,
            Offset = Whole(form.Offset, "offset", 0, int.MaxValue, errors) ?? 0,
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

    private static (string Sort, bool IsDescending) Sort(string? text, InputErrors errors)
    {
        if (text is null)
            return ("created_at", true);
        var isDescending = text.StartsWith('-');
        var name = isDescending ? text[1..] : text;
        if (RunOrder.Names.Contains(name))
            return (name, isDescending);
        errors.Add(
            "sort",
            $"sort cannot be '{Shown(text)}'; give one of {string.Join(", ", RunOrder.Names)}, with - before it for the greatest first"
        );
        return ("created_at", true);
    }

    private static (long? From, long? To) Dates(HistoryForm form, InputErrors errors)
    {
        long? from = null,
            to = null;
        if (form.DateFrom is not null)
        {
            if (KoreanTime.TryParse(form.DateFrom, out var utc, out var error))
                from = utc;
            else
                errors.Add("date_from", $"date_from: {error}");
        }

        if (form.DateTo is not null)
        {
            if (KoreanTime.TryParseRange("1970-01-01", form.DateTo, out var range, out var error))
                to = range.EndUtc;
            else
                errors.Add("date_to", $"date_to: {error}");
        }

        if (from >= to)
            errors.Add("date_from", $"date_from '{form.DateFrom}' lies after date_to '{form.DateTo}'; swap them");
        return (from, to);
    }

    private static string? OneOf(string? text, string field, IReadOnlyCollection<string> known, InputErrors errors)
    {
        if (text is not null && !known.Contains(text))
            errors.Add(field, $"{field} cannot be '{Shown(text)}'; give {string.Join(" or ", known)}");
        return text;
    }

    private static string? Symbol(string? text, InputErrors errors)
    {
        if (text is null)
            return null;
        if (!Markets.Symbol.TryParse(text, out var symbol, out var error))
            errors.Add("symbol", error);
        return symbol.Code;
    }

    private static string? Timeframe(string? text, InputErrors errors)
    {
        if (text is null)
            return null;
        if (!Markets.Timeframe.TryParse(text, out var timeframe, out var error))
            errors.Add("timeframe", error);
        return timeframe.Name;
    }

    private static string? Text(string? text, string field, InputErrors errors)
    {
        if (text is { Length: 0 or > MaximumText } || text?.Contains('\0') == true)
            errors.Add(field, $"{field} cannot be '{Shown(text)}'; give 1 to {MaximumText} characters, none of them U+0000");
        return text;
    }

    private static double? Real(string? text, string field, InputErrors errors)
    {
        if (text is null)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            return value;
        errors.Add(field, $"{field} cannot be '{Shown(text)}'; give a fraction, such as 0.05 for 5 %");
        return null;
    }

    private static int? Whole(string? text, string field, int minimum, int maximum, InputErrors errors)
    {
        if (text is null)
            return null;
        if (
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= minimum
            && value <= maximum
        )
            return value;
        errors.Add(field, $"{field} cannot be '{Shown(text)}'; give a whole number from {minimum} to {maximum}");
        return null;
    }

    private static string Shown(string text) =>
        (text.Length > 60 ? string.Concat(text.AsSpan(0, 60), "…") : text).Replace("\0", "\\0", StringComparison.Ordinal);
}
