namespace Bokgi.Host.Presets.Store;

internal sealed class PresetRow
{
    public required string Name { get; init; }

    public string Strategy { get; set; } = string.Empty;

    /// <summary>As JSON, as the client sent them.</summary>
    public string Params { get; set; } = string.Empty;

    public string? Description { get; set; }

    /// <summary>Microseconds since the Unix epoch, UTC.</summary>
    public long UpdatedUtc { get; set; }
}
