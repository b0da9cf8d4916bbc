namespace Bokgi.Host.Platform.Database;

/// <summary>An audit entry that is stored together with the change that it describes.</summary>
internal interface IChangeAuditEntry
{
    /// <summary>Adds the entry; <paramref name="subject"/> is what is changed, or null if the path of the request identifies it.</summary>
    void AddTo(BokgiContext context, string? subject);

    /// <inheritdoc cref="AddTo"/>
    Task AddToAsync(DatabaseConnection connection, string? subject);
}
