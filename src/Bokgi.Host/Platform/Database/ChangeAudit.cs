namespace Bokgi.Host.Platform.Database;

/// <summary>The audit entry of the request that is being answered, which is added in the transaction of its change: both are kept, or neither.</summary>
internal static class ChangeAudit
{
    private static readonly AsyncLocal<Action<BokgiContext, string?>?> Current = new();

    /// <summary>Gives the changes that follow in this request their entry.</summary>
    /// <param name="add">Adds the entry to a unit of work, with what is changed if the request's address does not say it.</param>
    public static void Begin(Action<BokgiContext, string?> add) => Current.Value = add;

    /// <summary>Adds the entry to the caller's own unit of work, whose SaveChanges keeps it; nothing where no request asked for the change.</summary>
    /// <param name="context">Where the change is made.</param>
    /// <param name="subject">What is changed, such as a run_id; null when the request's address says it.</param>
    public static void Audit(this BokgiContext context, string? subject = null) => Current.Value?.Invoke(context, subject);
}
