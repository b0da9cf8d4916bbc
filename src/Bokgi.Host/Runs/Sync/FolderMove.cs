namespace Bokgi.Host.Runs.Sync;

internal enum FolderMove
{
    Moved,

    /// <summary>It was already there, and was verified.</summary>
    WasThere,

    /// <summary>It is in neither place.</summary>
    Missing,

    /// <summary>The files differ from what the run wrote; they stay where they are.</summary>
    Damaged,
}
