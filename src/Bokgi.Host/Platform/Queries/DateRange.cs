namespace Bokgi.Host.Platform.Queries;

/// <summary>Reads the date range of a request.</summary>
internal static class DateRange
{
    /// <summary>A missing bound leaves that side open; an end without a time includes the whole day.</summary>
    public static TimeRange Read((string Field, string? Text) start, (string Field, string? Text) end, InputErrors errors)
    {
        var range = TimeRange.All;
        if (start.Text is not null)
        {
            if (KoreanTime.TryParse(start.Text, out var startUtc, out var error))
                range = range with { StartUtc = startUtc };
            else
                errors.Add(start.Field, $"{start.Field}: {error}");
        }

        if (end.Text is not null)
        {
            // Only the end is used, which TryParseRange extends to the end of its day; the start is a placeholder.
            if (KoreanTime.TryParseRange("0001-01-01", end.Text, out var parsedRange, out var error))
                range = range with { EndUtc = parsedRange.EndUtc };
            else
                errors.Add(end.Field, $"{end.Field}: {error}");
        }

        if (range.StartUtc >= range.EndUtc)
            errors.Add(start.Field, $"{start.Field} '{start.Text}' lies after {end.Field} '{end.Text}'; swap them");
        return range;
    }
}
