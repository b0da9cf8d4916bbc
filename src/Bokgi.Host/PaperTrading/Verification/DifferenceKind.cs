namespace Bokgi.Host.PaperTrading.Verification;

/// <summary>The kind of a difference between a session and its replay.</summary>
internal enum DifferenceKind
{
    /// <summary>The exchange returns a different candle than the session used, or a candle exists on one side only.</summary>
    Candle,

    /// <summary>A signal exists on one side only, or its numbers differ.</summary>
    Signal,

    /// <summary>A trade exists on one side only, or its fills differ.</summary>
    Fill,

    /// <summary>A trade has the same fills but a different cost.</summary>
    Fee,
}
