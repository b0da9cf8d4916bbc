namespace Bokgi.MarketData.Exchanges;

/// <summary>An exchange did not do what was asked; the message names the exchange, what was asked and the remedy, and holds no secret.</summary>
public sealed class ExchangeException : Exception
{
    /// <summary>A failure of the given kind.</summary>
    /// <param name="kind">What kind of trouble it is.</param>
    /// <param name="message">One sentence for the user.</param>
    /// <param name="cause">What was caught, if anything.</param>
    public ExchangeException(ExchangeErrorKind kind, string message, Exception? cause = null)
        : base(message, cause) => Kind = kind;

    /// <summary>What kind of trouble it is.</summary>
    public ExchangeErrorKind Kind { get; }
}
