namespace Bokgi.Host.Monitoring;

/// <summary>A setting in effect.</summary>
/// <param name="Name">Its environment variable.</param>
/// <param name="Value">Its value; a secret is masked as a whole.</param>
/// <param name="Source">Where it comes from: environment, appsettings.json, an option, or default.</param>
/// <param name="Meaning">What it decides.</param>
internal sealed record SettingDocument(string Name, string Value, string Source, string Meaning)
{
    public static IReadOnlyList<SettingDocument> All(HostSettings settings) =>
        [.. settings.All.Select(setting => new SettingDocument(setting.Name, setting.DisplayValue, setting.Source, setting.Meaning))];
}
