namespace Bokgi.Host.Platform.Settings;

/// <summary>Reads settings one by one. Each call declares a setting (name, default, meaning) and returns its checked value.</summary>
internal sealed class SettingReader(Func<string, (string Value, string Source)?> find)
{
    private readonly List<Setting> all = [];

    public IReadOnlyList<Setting> All => all;

    public InputErrors Errors { get; } = new();

    public string Text(string name, string defaultValue, string meaning, bool isSecret = false)
    {
        var (value, source) = find(name) ?? (defaultValue, "default");
        all.Add(new Setting(name, defaultValue, isSecret, meaning, value, source));
        return value;
    }

    public string Optional(string name, string meaning) => Text(name, string.Empty, meaning);

    public string Secret(string name, string meaning) => Text(name, string.Empty, meaning, isSecret: true);

    public int Integer(string name, int defaultValue, int minimum, int maximum, string meaning) =>
        Integer(name, Text(name, defaultValue.ToString(CultureInfo.InvariantCulture), meaning), minimum, maximum);

    public int? OptionalInteger(string name, int minimum, int maximum, string meaning) =>
        Optional(name, meaning) is { Length: > 0 } text ? Integer(name, text, minimum, maximum) : null;

    public double Positive(string name, string defaultValue, string meaning)
    {
        var text = Text(name, defaultValue, meaning);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && double.IsFinite(value))
            return value;
        Errors.Add(name, $"{name} cannot be '{text}'; give a fraction above 0, such as 0.3 for 30 %");
        return 1;
    }

    /// <summary>
    /// The limits at which a measurement becomes a warning and at which it becomes critical, such as <c>85/95</c>. A single number serves as both.
    /// </summary>
    public Threshold Threshold(string name, string defaultValue, string meaning)
    {
        var text = Text(name, defaultValue, $"{meaning}: a warning at or above the first number, critical at or above the second");
        if (Settings.Threshold.Parse(text) is { } threshold)
            return threshold;
        Errors.Add(
            name,
            $"{name} cannot be '{Problems.SanitizeForMessage(text)}'; give two ascending numbers above 0, such as {defaultValue}"
        );
        return default;
    }

    public bool Flag(string name, bool defaultValue, string meaning)
    {
        var text = Text(name, defaultValue ? "true" : "false", meaning);
        if (!bool.TryParse(text, out var value))
            Errors.Add(name, $"{name} cannot be '{Problems.SanitizeForMessage(text)}'; give true or false");
        return value;
    }

    public string[] List(string name, string meaning) =>
        Optional(name, meaning).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private int Integer(string name, string text, int minimum, int maximum)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
            return value;
        Errors.Add(name, $"{name} cannot be '{text}'; give a whole number from {minimum} to {maximum}");
        return minimum;
    }
}
