namespace Bokgi.MarketData.Exchanges;

/// <summary>An exchange request failed; the message names the exchange, the request and the remedy, and contains no secret.</summary>
public sealed class ExchangeException : Exception
{
    /// <summary>Creates an error of the given kind.</summary>
    /// <param name="kind">The kind of error.</param>
    /// <param name="message">One sentence for the user.</param>
    /// <param name="cause">The exception that caused it, if any.</param>
    public ExchangeException(ExchangeErrorKind kind, string message, Exception? cause = null)
        : base(message, cause) => Kind = kind;

    /// <summary>The kind of error.</summary>
    public ExchangeErrorKind Kind { get; }
}
