namespace Bokgi.Host.Audit.Store;

/// <summary>A row of the audit log: a request that changed something, or that was denied. <see cref="AuditDocument"/> explains the columns.</summary>
internal sealed class AuditRow
{
    public long Number { get; set; }

    /// <summary>Microseconds since the Unix epoch, UTC.</summary>
    public long TimeUtc { get; init; }

    public required string Caller { get; init; }

    public string? Address { get; init; }

    public required string Method { get; init; }

    public required string Route { get; init; }

    public string? Subject { get; init; }

    public int Status { get; init; }
}
