namespace Bokgi.Host.Presets.Store;

/// <summary>A named set of parameters for a strategy.</summary>
internal sealed class PresetRow
{
    public required string Name { get; init; }

    public string Strategy { get; set; } = string.Empty;

    /// <summary>A JSON object with the parameters as the client sent them.</summary>
    public string Params { get; set; } = string.Empty;

    public string? Description { get; set; }

    /// <summary>Microseconds since the Unix epoch, UTC; 0 for presets that come with the program.</summary>
    public long UpdatedUtc { get; set; }
}
