namespace Bokgi.Host.Platform.Settings;

/// <summary>A setting's effective value.</summary>
/// <param name="Declaration">The setting.</param>
/// <param name="Value">The value in effect.</param>
/// <param name="Source">Where it came from, as text for users.</param>
internal sealed record Setting(SettingDeclaration Declaration, string Value, string Source)
{
    public string Name => Declaration.Name;

    public string Meaning => Declaration.Meaning;

    /// <summary>The value to display; masked if it is secret.</summary>
    public string Shown => Declaration.IsSecret && Value.Length > 0 ? "********" : Value;
}
