namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>A failed request that may succeed when retried.</summary>
/// <param name="message">The error.</param>
/// <param name="retryAfter">How long the exchange asks to wait; null when it gives no time.</param>
/// <param name="cause">The exception that caused it, if any.</param>
internal sealed class TransientException(string message, TimeSpan? retryAfter = null, Exception? cause = null) : Exception(message, cause)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
