namespace Bokgi.FakeExchange.Faults;

/// <summary>
/// The faults of the fake exchange. Except for corrections, faults affect only the delivery of data, not the data itself.
/// </summary>
internal enum FaultKind
{
    /// <summary>The exchange cuts the websocket connection instead of sending a trade.</summary>
    DropConnection,

    /// <summary>The websocket connection stays open, but the exchange sends nothing more, not even pongs.</summary>
    Silence,

    /// <summary>A trade is sent twice.</summary>
    Duplicate,

    /// <summary>A trade is sent up to a second late, after trades that follow it.</summary>
    Reorder,

    /// <summary>A trade is sent up to a few seconds after the end of its bar, when the next bar has already begun.</summary>
    Late,

    /// <summary>A trade's message is truncated in the middle; the trade is not sent again.</summary>
    Malformed,

    /// <summary>The response is 429 (too many requests), with a Retry-After header.</summary>
    TooMany,

    /// <summary>The response is 429 (too many requests), without a Retry-After header.</summary>
    TooManyWithoutRetryAfter,

    /// <summary>The response is 418, and the caller is blocked for the time in the Retry-After header.</summary>
    Blocked,

    /// <summary>The response is 500, 502, 503 or 504, with an HTML page instead of JSON.</summary>
    ServerError,

    /// <summary>The response is delayed by a few seconds.</summary>
    Slow,

    /// <summary>The connection is cut in the middle of the response body.</summary>
    CutResponse,

    /// <summary>The response has status 200, but its body is not valid JSON.</summary>
    BadJson,

    /// <summary>REST permanently reports a candle that differs from the trades sent for its bar.</summary>
    Correction,
}
