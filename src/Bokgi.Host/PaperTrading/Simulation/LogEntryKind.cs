namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>The kind of an entry in a session's log. Values are stored by name: add values, but never rename or remove any.</summary>
internal enum LogEntryKind
{
    /// <summary>Candles of one symbol from before the session.</summary>
    Warmup,

    /// <summary>The candles of one open time.</summary>
    Bars,
    Pause,
    Resume,

    /// <summary>Stops taking signals of one symbol.</summary>
    SwitchOff,
    SwitchOn,

    /// <summary>Sells one position at the last close.</summary>
    Close,

    /// <summary>Ends the session and leaves positions open.</summary>
    Stop,

    /// <summary>A stop that also closes: ends the session and sells open positions at the last close.</summary>
    StopClosing,
}
