namespace Bokgi.Host.Platform.Database;

/// <summary>An audit entry that is stored with the change it is about.</summary>
internal interface IChangeAuditEntry
{
    void AddTo(BokgiContext context, string? subject);

    Task AddToAsync(DatabaseConnection connection, string? subject);
}
