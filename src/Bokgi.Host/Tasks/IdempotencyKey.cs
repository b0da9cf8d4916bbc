using Bokgi.Host.Platform.Errors;

namespace Bokgi.Host.Tasks;

/// <summary>The key by which a client that asks twice gets one task.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>How keys begin that the daily collection gives itself.</summary>
    public const string Scheduled = "schedule:";

    private const int Maximum = 255;

    /// <summary>The key of a request, checked; null when it has none.</summary>
    /// <exception cref="RefusedInputException">It cannot be a client's.</exception>
    public static string? Check(string? key)
    {
        if (key is { Length: 0 or > Maximum })
            throw RefusedInputException.Of(Header, $"the Idempotency-Key has {key.Length} characters; give 1 to {Maximum}, such as a UUID");
        return key?.StartsWith(Scheduled, StringComparison.Ordinal) == true
            ? throw RefusedInputException.Of(
                Header,
                $"the Idempotency-Key '{Problems.Shown(key)}' begins with {Scheduled}, as the server's own do; give another, such as a UUID"
            )
            : key;
    }
}
