namespace Bokgi.Host.Audit.Store;

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
