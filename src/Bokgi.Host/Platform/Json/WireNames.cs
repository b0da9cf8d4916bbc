namespace Bokgi.Host.Platform.Json;

/// <summary>Enum values in requests and responses, in snake case.</summary>
internal static class WireNames
{
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        foreach (var (known, name) in Names<T>.All)
        {
            if (EqualityComparer<T>.Default.Equals(known, value))
                return name;
        }

        return Name(value);
    }

    /// <summary>Parses a value that this program wrote.</summary>
    /// <exception cref="FormatException">It is not such a value.</exception>
    public static T Parse<T>(string text)
        where T : struct, Enum
    {
        foreach (var (value, name) in Names<T>.All)
        {
            if (name == text)
                return value;
        }

        throw new FormatException($"'{text}' is no {typeof(T).Name}");
    }

    /// <summary>Parses a value; absent text gives <paramref name="fallback"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fallback">The value of absent text.</param>
    /// <param name="field">The field's name.</param>
    /// <param name="errors">Collects invalid values.</param>
    /// <param name="allowed">The allowed values; null for all values.</param>
    public static T Read<T>(string? text, T fallback, string field, InputErrors errors, IReadOnlyList<T>? allowed = null)
        where T : struct, Enum
    {
        if (text is null)
            return fallback;
        allowed ??= Enum.GetValues<T>();
        foreach (var value in allowed)
        {
            if (Of(value) == text)
                return value;
        }

        errors.Add(field, $"{field} cannot be '{Problems.Shown(text)}'; give {string.Join(" or ", allowed.Select(Of))}");
        return fallback;
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    // Cached per type: a file of trades looks up a name for every row.
    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly (T Value, string Name)[] All = [.. Enum.GetValues<T>().Select(value => (value, Name(value)))];
    }
}
