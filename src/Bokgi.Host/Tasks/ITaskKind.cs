namespace Bokgi.Host.Tasks;

/// <summary>
/// A kind of work that can be handed over: it is cut into pieces of a few seconds, which any number of workers do, and put together again.
/// Every step may be begun again elsewhere, at any time and also while the first worker is still at it; only one attempt's outcome is kept.
/// </summary>
internal interface ITaskKind
{
    /// <summary>What tasks of this kind are called.</summary>
    string Name { get; }

    /// <summary>The queue in which they wait.</summary>
    string Queue { get; }

    /// <summary>Cuts the work.</summary>
    /// <param name="step">The step.</param>
    /// <param name="findings">What the round before found out; null in the first round.</param>
    /// <returns>At least one piece.</returns>
    IReadOnlyList<PiecePlan> Cut(TaskStep step, string? findings);

    /// <summary>Does a piece.</summary>
    /// <param name="step">The step, whose payload tells the piece.</param>
    /// <returns>What came of it, JSON.</returns>
    string Do(TaskStep step);

    /// <summary>Puts the pieces together, which ends with <see cref="TaskStep.Complete"/> within the transaction that keeps the result.</summary>
    /// <param name="step">The step.</param>
    /// <param name="outcomes">What the pieces gave, in their order.</param>
    /// <returns>Null when the task is completed; else what was found out, for which the work has to be cut anew.</returns>
    string? Finish(TaskStep step, IReadOnlyList<string> outcomes);

    /// <summary>Removes what pieces of ended tasks left.</summary>
    /// <param name="isActive">Whether a task has not ended yet.</param>
    void Tidy(Func<string, bool> isActive);
}
