namespace Bokgi.Host.Presets.Store;

internal sealed class PresetRow
{
    public required string Name { get; init; }

    public required string Strategy { get; set; }

    /// <summary>As JSON, as they were sent.</summary>
    public required string Params { get; set; }

    public string? Description { get; set; }

    /// <summary>Microseconds since the Unix epoch, UTC.</summary>
    public long UpdatedUtc { get; set; }
}
