namespace Bokgi.Host.Platform.Leases.Store;

/// <summary>A row that one process owns at a time. <see cref="Leases.Lease"/> describes the properties.</summary>
internal abstract class LeasedRow
{
    public long Number { get; init; }

    public string? Owner { get; init; }

    public int Fence { get; init; }

    public long Beats { get; init; }
}
