namespace Bokgi.Host.PaperTrading.Verification;

/// <summary>What a session and its replay differ in.</summary>
internal enum DifferenceKind
{
    /// <summary>The exchange tells another candle than the session acted on, or one more, or one less.</summary>
    Candle,

    /// <summary>A signal is only in one of the two, or has other numbers.</summary>
    Signal,

    /// <summary>A trade is only in one of the two, or was filled otherwise.</summary>
    Fill,

    /// <summary>A trade with the same fills cost something else.</summary>
    Fee,
}
