namespace Bokgi.Host.Platform.Database;

/// <summary>The audit entry of the current request. It is added in the transaction of the request's change: both are stored, or neither is.</summary>
internal static class ChangeAudit
{
    private static readonly AsyncLocal<IChangeAuditEntry?> Current = new();

    /// <summary>Sets the entry for the changes that follow.</summary>
    public static void Begin(IChangeAuditEntry entry) => Current.Value = entry;

    /// <summary>Adds the entry to the caller's own unit of work; does nothing outside of an audited request.</summary>
    /// <param name="context">The unit of work.</param>
    /// <param name="subject">What is changed; null if the path of the request identifies it.</param>
    public static void Audit(this BokgiContext context, string? subject = null) => Current.Value?.AddTo(context, subject);

    /// <summary>Adds the entry in the transaction of the connection; does nothing outside of an audited request.</summary>
    public static Task AuditAsync(this DatabaseConnection connection, string? subject = null) =>
        Current.Value?.AddToAsync(connection, subject) ?? Task.CompletedTask;

    /// <summary>Stores the entry in its own transaction, for a change that is not made in the database.</summary>
    public static async Task AuditSeparatelyAsync(this BokgiDatabase database, CancellationToken cancel)
    {
        await using var connection = await database.ConnectForWritingAsync(cancel);
        await connection.AuditAsync();
    }
}
