namespace Bokgi.Host.Presets;

/// <summary>All presets, by name.</summary>
internal sealed record PresetList(IReadOnlyList<PresetDocument> Presets, int Count);
