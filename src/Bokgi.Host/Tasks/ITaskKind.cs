namespace Bokgi.Host.Tasks;

/// <summary>
/// A kind of work that can be submitted as a task: it is cut into pieces of a few seconds, which any number of workers do, and then put
/// together. Any step may be started again on another worker at any time, even while the first worker is still running it; only one
/// attempt's outcome is kept.
/// </summary>
internal interface ITaskKind
{
    /// <summary>The name of this kind of work.</summary>
    string Name { get; }

    /// <summary>The queue for tasks of this kind.</summary>
    string Queue { get; }

    /// <summary>Cuts the work into pieces.</summary>
    /// <returns>At least one piece.</returns>
    IReadOnlyList<PiecePlan> Cut(TaskStep step);

    /// <summary>Does a piece.</summary>
    /// <param name="step">The step; its payload describes the piece.</param>
    /// <returns>The outcome, as JSON.</returns>
    string Do(TaskStep step);

    /// <summary>Puts the pieces together and calls <see cref="TaskStep.Complete"/> within the transaction that stores the result.</summary>
    /// <param name="step">The step.</param>
    /// <param name="outcomes">The outcomes of the pieces, in order.</param>
    void Finish(TaskStep step, IReadOnlyList<string> outcomes);

    /// <summary>Removes leftovers of the pieces of ended tasks.</summary>
    /// <param name="isActive">Whether a task has not ended yet.</param>
    void Tidy(Func<string, bool> isActive);
}
