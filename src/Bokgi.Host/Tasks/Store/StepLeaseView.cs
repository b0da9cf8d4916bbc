using Bokgi.Host.Platform.Leases;

namespace Bokgi.Host.Tasks.Store;

/// <summary>A queued or running step of a task as it was at a poll.</summary>
internal sealed record StepLeaseView(
    long Number,
    string? Owner,
    int Fence,
    long Beats,
    StepReference Reference,
    StepState State,
    int Attempts,
    string RefusedBy,
    string? Trouble,
    int Round
) : Lease(Number, Owner, Fence, Beats);
