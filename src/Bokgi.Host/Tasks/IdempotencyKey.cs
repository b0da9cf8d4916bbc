namespace Bokgi.Host.Tasks;

/// <summary>The key that gives a client the same task when it repeats a request.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>The prefix of keys that the daily collection assigns.</summary>
    public const string Scheduled = "schedule:";

    private const int Maximum = 255;

    /// <exception cref="RefusedInputException">A client may not use this key.</exception>
    public static string? Check(string? key)
    {
        if (key is { Length: 0 or > Maximum })
            throw RefusedInputException.Of(Header, $"the Idempotency-Key has {key.Length} characters; give 1 to {Maximum}, such as a UUID");
        return key?.StartsWith(Scheduled, StringComparison.Ordinal) == true
            ? throw RefusedInputException.Of(
                Header,
                $"the Idempotency-Key '{Problems.Shown(key)}' begins with {Scheduled}, which is reserved for the server; give another, such as a UUID"
            )
            : key;
    }
}
