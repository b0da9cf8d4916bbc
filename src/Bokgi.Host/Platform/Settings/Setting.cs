namespace Bokgi.Host.Platform.Settings;

internal sealed record Setting(string Name, string Default, bool IsSecret, string Meaning, string Value, string Source)
{
    public string DisplayValue => IsSecret && Value.Length > 0 ? "********" : Value;
}
