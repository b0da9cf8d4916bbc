namespace Bokgi.Host.Runs.Sync;

/// <summary>The outcome of moving a run's folder to or from the object store.</summary>
internal enum FolderMoveOutcome
{
    Moved,

    /// <summary>The files were already at the destination and were verified.</summary>
    AlreadyThere,

    /// <summary>The files are neither on this machine nor in the object store.</summary>
    Missing,

    /// <summary>The files differ from what the run wrote; they stay where they are.</summary>
    Damaged,
}
