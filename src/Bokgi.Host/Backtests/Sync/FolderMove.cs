namespace Bokgi.Host.Backtests.Sync;

/// <summary>What became of a folder that was to be moved.</summary>
internal enum FolderMove
{
    /// <summary>It was moved and read back.</summary>
    Moved,

    /// <summary>It was there before, and was read.</summary>
    WasThere,

    /// <summary>It is in neither place.</summary>
    Missing,

    /// <summary>What is there is not what the run wrote; it stays where it is.</summary>
    Damaged,
}
