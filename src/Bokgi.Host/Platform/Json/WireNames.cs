namespace Bokgi.Host.Platform.Json;

/// <summary>Converts enum values to and from the snake-case names that requests and responses use.</summary>
internal static class WireNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.All.GetValueOrDefault(value) ?? Name(value);

    /// <exception cref="FormatException">The text is not the name of a value.</exception>
    public static T Parse<T>(string text)
        where T : struct, Enum
    {
        foreach (var (value, name) in Names<T>.All)
        {
            if (name == text)
                return value;
        }

        throw new FormatException($"'{text}' is not a {typeof(T).Name}");
    }

    /// <summary>
    /// Parses an optional name. Returns <paramref name="fallback"/> if the text is null. If the text is not the name of an allowed value, adds
    /// an error and returns <paramref name="fallback"/>, too. If <paramref name="allowed"/> is null, all values are allowed.
    /// </summary>
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

        errors.Add(field, $"{field} cannot be '{Problems.SanitizeForMessage(text)}'; give {string.Join(" or ", allowed.Select(Of))}");
        return fallback;
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    // Cached per type, because writing a file of trades looks up a name for every row.
    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> All = Enum.GetValues<T>().ToDictionary(value => value, value => Name(value));
    }
}
