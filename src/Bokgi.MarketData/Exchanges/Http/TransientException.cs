namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>A request that may go well the next time.</summary>
/// <param name="trouble">What went wrong.</param>
/// <param name="wait">How long the exchange asks to wait; null when it does not say.</param>
/// <param name="cause">What was caught, if anything.</param>
internal sealed class TransientException(string trouble, TimeSpan? wait = null, Exception? cause = null) : Exception(trouble, cause)
{
    public TimeSpan? Wait { get; } = wait;
}
