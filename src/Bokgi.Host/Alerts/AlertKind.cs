namespace Bokgi.Host.Alerts;

/// <summary>What an alert is about. Values are stored by name: add values, but never rename or remove any.</summary>
internal enum AlertKind
{
    /// <summary>A health check found something, or is well again.</summary>
    Health,
    Backup,

    /// <summary>A benchmark, compared with its service level.</summary>
    Performance,
    Task,

    /// <summary>A signal, a trade, a lost connection or a difference of a paper session.</summary>
    Session,

    /// <summary>What all paper sessions did on one day.</summary>
    Daily,
    Test,
}
