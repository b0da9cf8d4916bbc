namespace Bokgi.Host.Backups;

/// <summary>What a backup contains.</summary>
internal enum BackupKind
{
    /// <summary>Every row: runs, tasks, paper sessions, presets.</summary>
    Database,
    Redis,

    /// <summary>The files of runs under STATE_ROOT/results.</summary>
    Results,

    /// <summary>The candle lake.</summary>
    Data,
}
