namespace Bokgi.FakeExchange.Faults;

/// <summary>How the fake exchange misbehaves. None changes what happened at the exchange, but the correction: only how it is delivered.</summary>
internal enum FaultKind
{
    /// <summary>The websocket's connection is cut instead of sending a message.</summary>
    Drop,

    /// <summary>The connection stays, but nothing is sent any more, not even pongs.</summary>
    Silence,

    /// <summary>A trade is sent twice.</summary>
    Duplicate,

    /// <summary>A trade is sent within a second after later ones.</summary>
    Reorder,

    /// <summary>A trade is sent seconds after its bar ended and the next one began.</summary>
    Late,

    /// <summary>A trade's message is broken off in the middle; the trade itself is not sent again.</summary>
    Malformed,

    /// <summary>429 with Retry-After.</summary>
    TooMany,

    /// <summary>429 without Retry-After.</summary>
    TooManyBare,

    /// <summary>418 with Retry-After; the caller is blocked for that long.</summary>
    Blocked,

    /// <summary>500, 502, 503 or 504, with a page instead of JSON.</summary>
    ServerError,

    /// <summary>The answer comes after some seconds.</summary>
    Slow,

    /// <summary>The answer's body ends early and the connection with it.</summary>
    Cut,

    /// <summary>The answer says 200, and its body is no JSON.</summary>
    BadJson,

    /// <summary>The candle of a bar whose trades were sent differs by REST from what they gave, and stays so.</summary>
    Correction,
}
