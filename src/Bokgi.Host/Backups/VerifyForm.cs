namespace Bokgi.Host.Backups;

/// <summary>Which backups to verify.</summary>
internal sealed record VerifyForm
{
    /// <summary>A file as GET /backups shows it; the newest of each kind if omitted.</summary>
    public string? File { get; init; }
}
