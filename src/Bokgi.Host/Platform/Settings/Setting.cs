namespace Bokgi.Host.Platform.Settings;

/// <summary>One setting's effective value.</summary>
/// <param name="Declaration">The setting.</param>
/// <param name="Value">The value in force.</param>
/// <param name="Source">Where it came from, for people.</param>
internal sealed record Setting(SettingDeclaration Declaration, string Value, string Source)
{
    public string Name => Declaration.Name;

    public string Meaning => Declaration.Meaning;

    /// <summary>The value as it may be shown.</summary>
    public string Shown => Declaration.IsSecret && Value.Length > 0 ? "********" : Value;
}
