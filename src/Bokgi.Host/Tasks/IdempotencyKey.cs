namespace Bokgi.Host.Tasks;

/// <summary>A header of requests that submit a task. A repeated request with the same key gets the task that the first one submitted.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>The prefix of keys that the daily collection assigns.</summary>
    public const string ScheduledPrefix = "schedule:";

    private const int MaximumLength = 255;

    /// <summary>Returns the key if a client may use it; null if the request has no key.</summary>
    /// <exception cref="InvalidInputException">A client may not use this key.</exception>
    public static string? Check(string? key)
    {
        if (key is { Length: 0 or > MaximumLength })
            throw InvalidInputException.ForField(
                Header,
                $"the Idempotency-Key has {key.Length} characters; give 1 to {MaximumLength}, such as a UUID"
            );
        return key?.StartsWith(ScheduledPrefix, StringComparison.Ordinal) == true
            ? throw InvalidInputException.ForField(
                Header,
                $"the Idempotency-Key '{Problems.SanitizeForMessage(key)}' begins with {ScheduledPrefix}, which is reserved for the server; give another, such as a UUID"
            )
            : key;
    }
}
