namespace Bokgi.Host.Platform.Database;

/// <summary>The audit entry of the current request, added in the transaction of its change: both are stored, or neither.</summary>
internal static class ChangeAudit
{
    private static readonly AsyncLocal<Action<BokgiContext, string?>?> Current = new();

    /// <summary>Sets the entry for the changes that follow in this request.</summary>
    /// <param name="add">Adds the entry to a unit of work, with the subject of the change if the request's address does not say it.</param>
    public static void Begin(Action<BokgiContext, string?> add) => Current.Value = add;

    /// <summary>
    /// Adds the entry to the caller's own unit of work, whose SaveChanges stores it; does nothing outside of an audited request.
    /// </summary>
    /// <param name="context">The context of the change.</param>
    /// <param name="subject">What is changed, such as a run_id; null if the request's address says it.</param>
    public static void Audit(this BokgiContext context, string? subject = null) => Current.Value?.Invoke(context, subject);
}
