namespace Bokgi.Host.Platform.Queries;

/// <summary>Parses whole numbers, which routes bind as text so that invalid ones are reported together with the other errors.</summary>
internal static class WholeNumber
{
    public static int? Read(string? text, string field, int minimum, int maximum, InputErrors errors)
    {
        if (text is null)
            return null;
        if (
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= minimum
            && value <= maximum
        )
            return value;
        var allowed = maximum == int.MaxValue ? $", {minimum} or more" : $" from {minimum} to {maximum}";
        errors.Add(field, $"{field} cannot be '{Problems.SanitizeForMessage(text)}'; give a whole number{allowed}");
        return null;
    }
}
