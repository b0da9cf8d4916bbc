namespace Bokgi.Host.Tasks.Store;

internal sealed record PieceStatus(long Units, long UnitsDone, string? Snapshot);
