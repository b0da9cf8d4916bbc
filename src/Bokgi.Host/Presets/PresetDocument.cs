using System.Text.Json;

namespace Bokgi.Host.Presets;

/// <summary>A named set of parameters.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Strategy">The strategy it is for.</param>
/// <param name="Params">Parameters as they were sent; the others have their defaults.</param>
/// <param name="Description">What a person said of it.</param>
/// <param name="UpdatedAt">When it was last changed; null for those that come with the program.</param>
internal sealed record PresetDocument(
    string Name,
    string Strategy,
    IReadOnlyDictionary<string, JsonElement> Params,
    string? Description,
    string? UpdatedAt
);
