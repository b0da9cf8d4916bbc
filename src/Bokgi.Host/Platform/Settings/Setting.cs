namespace Bokgi.Host.Platform.Settings;

/// <summary>A setting with its declaration and the value in effect.</summary>
/// <param name="Name">The name of the environment variable.</param>
/// <param name="Default">The default value as text.</param>
/// <param name="IsSecret">Whether the value is masked when it is shown.</param>
/// <param name="Meaning">What the setting does, for docs/settings.md and <c>bokgi config</c>.</param>
/// <param name="Value">The value in effect, as text.</param>
/// <param name="Source">Where the value comes from: an option, the environment, appsettings.json or the default.</param>
internal sealed record Setting(string Name, string Default, bool IsSecret, string Meaning, string Value, string Source)
{
    public string DisplayValue => IsSecret && Value.Length > 0 ? "********" : Value;
}
