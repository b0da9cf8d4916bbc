namespace Bokgi.Host.Platform.Database;

/// <summary>The audit entry of the current request, added in the transaction of its change: both are stored, or neither is.</summary>
internal static class ChangeAudit
{
    private static readonly AsyncLocal<Action<BokgiContext, string?>?> Current = new();

    /// <summary>
    /// Sets the action that adds the entry for the changes that follow. The action receives the subject of the change, or null if the
    /// path of the request identifies it.
    /// </summary>
    public static void Begin(Action<BokgiContext, string?> add) => Current.Value = add;

    /// <summary>Adds the entry to the caller's own unit of work; does nothing outside of an audited request.</summary>
    public static void Audit(this BokgiContext context, string? subject = null) => Current.Value?.Invoke(context, subject);

    /// <summary>Adds the entry in the transaction of the connection.</summary>
    public static async Task AuditAsync(this DatabaseConnection connection, string? subject = null)
    {
        if (Current.Value is null)
            return; // opens no context
        await using var context = connection.OpenContext();
        context.Audit(subject);
        await context.SaveChangesAsync();
    }

    /// <summary>Stores the entry in its own transaction, for a change that is not made in the database.</summary>
    public static async Task AuditSeparatelyAsync(this BokgiDatabase database, CancellationToken cancel)
    {
        await using var context = await database.OpenForWritingAsync(cancel);
        context.Audit();
        await context.SaveChangesAsync(cancel);
    }
}
