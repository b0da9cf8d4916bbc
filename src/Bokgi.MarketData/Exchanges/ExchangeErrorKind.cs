namespace Bokgi.MarketData.Exchanges;

/// <summary>What kind of trouble there is with an exchange.</summary>
public enum ExchangeErrorKind
{
    /// <summary>It does not answer, asks to wait longer than a caller should, or answers nonsense again and again: later it may go well.</summary>
    Unavailable,

    /// <summary>It refuses what was asked, such as a market that it does not have: asking again is of no use.</summary>
    Refused,
}
