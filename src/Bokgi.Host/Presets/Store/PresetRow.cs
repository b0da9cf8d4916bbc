namespace Bokgi.Host.Presets.Store;

/// <summary>A named set of parameters.</summary>
internal sealed class PresetRow
{
    public required string Name { get; init; }

    public required string Strategy { get; set; }

    /// <summary>The parameters as JSON, as they were sent.</summary>
    public required string Params { get; set; }

    public string? Description { get; set; }

    /// <summary>Microseconds since the Unix epoch, UTC.</summary>
    public long UpdatedUtc { get; set; }
}
