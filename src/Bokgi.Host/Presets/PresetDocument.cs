namespace Bokgi.Host.Presets;

/// <summary>A named set of parameters.</summary>
/// <param name="Name">The preset's name.</param>
/// <param name="Strategy">The strategy to which it belongs.</param>
/// <param name="Params">Parameters as the client sent them; the others have their defaults.</param>
/// <param name="Description">A note by the user.</param>
/// <param name="UpdatedAt">When it was last changed; null for presets that come with the program.</param>
internal sealed record PresetDocument(
    string Name,
    string Strategy,
    IReadOnlyDictionary<string, JsonElement> Params,
    string? Description,
    string? UpdatedAt
);
