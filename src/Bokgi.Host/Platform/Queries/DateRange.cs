namespace Bokgi.Host.Platform.Queries;

/// <summary>Parses a date range of a request.</summary>
internal static class DateRange
{
    /// <summary>Parses a range; a missing bound leaves that side open.</summary>
    /// <param name="start">The field of the first instant, and its text.</param>
    /// <param name="end">The field of the last day, which is included as a whole, or of the last instant, and its text.</param>
    /// <param name="errors">Collects the errors of each field.</param>
    public static TimeRange Read((string Field, string? Text) start, (string Field, string? Text) end, InputErrors errors)
    {
        var range = TimeRange.All;
        if (start.Text is not null)
        {
            if (KoreanTime.TryParse(start.Text, out var from, out var error))
                range = range with { StartUtc = from };
            else
                errors.Add(start.Field, $"{start.Field}: {error}");
        }

        if (end.Text is not null)
        {
            if (KoreanTime.TryParseRange("0001-01-01", end.Text, out var until, out var error))
                range = range with { EndUtc = until.EndUtc };
            else
                errors.Add(end.Field, $"{end.Field}: {error}");
        }

        if (range.StartUtc >= range.EndUtc)
            errors.Add(start.Field, $"{start.Field} '{start.Text}' lies after {end.Field} '{end.Text}'; swap them");
        return range;
    }
}
