namespace Bokgi.Host.Platform.Settings;

/// <summary>A setting and its effective value; the source is text for users.</summary>
internal sealed record Setting(string Name, string Default, bool IsSecret, string Meaning, string Value, string Source)
{
    public string Shown => IsSecret && Value.Length > 0 ? "********" : Value;
}
