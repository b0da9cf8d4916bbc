namespace Bokgi.MarketData.Exchanges;

/// <summary>The kinds of exchange errors.</summary>
public enum ExchangeErrorKind
{
    /// <summary>
    /// The exchange does not respond, asks for a longer wait than a caller should accept, or keeps returning malformed responses; a later
    /// attempt may succeed.
    /// </summary>
    Unavailable,

    /// <summary>The exchange rejects the request, such as one for an unknown market; retrying does not help.</summary>
    Refused,
}
