namespace Bokgi.Host.PaperTrading.Store;

/// <summary>What an entry of a session's log tells. Values are persisted by name: they only grow.</summary>
internal enum EntryKind
{
    /// <summary>Candles of one symbol from before the session.</summary>
    Warmup,

    /// <summary>The candles of one time.</summary>
    Bars,

    /// <summary>No signal is taken any more.</summary>
    Pause,

    /// <summary>Signals are taken again.</summary>
    Resume,

    /// <summary>No signal of one symbol is taken any more.</summary>
    SwitchOff,

    /// <summary>Signals of one symbol are taken again.</summary>
    SwitchOn,

    /// <summary>A position was closed by hand.</summary>
    Close,

    /// <summary>The session ended, and positions stay open.</summary>
    Stop,

    /// <summary>The session ended, and positions were closed.</summary>
    StopClosing,
}
