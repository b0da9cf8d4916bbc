using Bokgi.Host.Platform.Leases;

namespace Bokgi.Host.Tasks.Store;

/// <summary>
/// A queued or running step of a task, as it was when the task monitor polled. The first four members are the lease of the step.
/// </summary>
/// <param name="Number">Number of the step's row.</param>
/// <param name="Owner">The worker that owns the step; null if there is none.</param>
/// <param name="Fence">How often the step has been claimed.</param>
/// <param name="Beats">How many heartbeats the step's owner has sent.</param>
/// <param name="Reference">Identifies the step.</param>
/// <param name="State">Queued or running.</param>
/// <param name="Attempts">How many times workers have started the step, without the times they handed it back.</param>
/// <param name="RefusedBy">Workers that handed the step back because their candles differ, each enclosed in semicolons.</param>
/// <param name="Trouble">The error because of which the step was last queued again; null if there was none.</param>
/// <param name="Round">How often the task has been cut into pieces, from 1.</param>
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
