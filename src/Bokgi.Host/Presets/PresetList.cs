namespace Bokgi.Host.Presets;

/// <summary>Every preset, by name.</summary>
internal sealed record PresetList(IReadOnlyList<PresetDocument> Presets, int Count);
