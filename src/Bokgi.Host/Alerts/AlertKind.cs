namespace Bokgi.Host.Alerts;

/// <summary>What an alert is about. Values are stored by name: add values, but never rename or remove any.</summary>
internal enum AlertKind
{
    /// <summary>A health check has found a problem, or the problem is over.</summary>
    Health,
    Backup,

    /// <summary>A benchmark has missed its target, or meets it again.</summary>
    Performance,
    Task,

    /// <summary>A paper session: a signal, a trade, a lost connection, or a difference from its replay.</summary>
    Session,

    /// <summary>What all paper sessions did on one day.</summary>
    Daily,
    Test,
}
