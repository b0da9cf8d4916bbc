namespace Bokgi.Host.Tasks;

/// <summary>
/// A kind of work that can be submitted as a task. A task consists of steps: the first step cuts it into pieces that take a few seconds each,
/// each piece is a step that any worker may do, and the last step combines the outcomes of the pieces. Any step may be restarted on another
/// worker at any time, even while the first worker is still doing it; the outcome of only one attempt is kept.
/// </summary>
internal interface ITaskKind
{
    /// <summary>The name of the kind, which is stored with each task.</summary>
    string Name { get; }

    /// <summary>The Hangfire queue of the steps.</summary>
    string Queue { get; }

    /// <returns>At least one piece.</returns>
    IReadOnlyList<StepPlan> Cut(TaskStep step);

    /// <returns>The outcome of the piece, as JSON.</returns>
    string DoPiece(TaskStep step);

    /// <summary>Combines the outcomes and calls <see cref="TaskStep.Complete"/> within the transaction that stores the result.</summary>
    void Finish(TaskStep step, IReadOnlyList<string> outcomes);

    /// <summary>
    /// Removes what the pieces of ended tasks left behind; <paramref name="isActive"/> returns whether a task id is still active.
    /// </summary>
    void Tidy(Func<string, bool> isActive) { }
}
