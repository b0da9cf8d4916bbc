namespace Bokgi.Host.Platform.Settings;

/// <summary>A setting and its effective value.</summary>
/// <param name="Name">The environment variable, and the name in appsettings.json.</param>
/// <param name="Default">The default value; empty for none.</param>
/// <param name="IsSecret">Whether its value is never shown.</param>
/// <param name="Meaning">A description for users.</param>
/// <param name="Value">The value in effect.</param>
/// <param name="Source">Where it came from, as text for users.</param>
internal sealed record Setting(string Name, string Default, bool IsSecret, string Meaning, string Value, string Source)
{
    /// <summary>The value to display; masked if it is secret.</summary>
    public string Shown => IsSecret && Value.Length > 0 ? "********" : Value;
}
