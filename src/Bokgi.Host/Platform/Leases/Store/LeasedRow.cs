namespace Bokgi.Host.Platform.Leases.Store;

/// <summary>A row that one process owns at a time; see <see cref="Leases.Lease"/>.</summary>
internal abstract class LeasedRow
{
    public long Number { get; init; }

    /// <inheritdoc cref="Leases.Lease" path="/param[@name='Owner']"/>
    public string? Owner { get; init; }

    /// <inheritdoc cref="Leases.Lease" path="/param[@name='Fence']"/>
    public int Fence { get; init; }

    /// <inheritdoc cref="Leases.Lease" path="/param[@name='Beats']"/>
    public long Beats { get; init; }
}
