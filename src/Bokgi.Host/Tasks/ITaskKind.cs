namespace Bokgi.Host.Tasks;

/// <summary>
/// A kind of work that can be submitted as a task: it is cut into pieces of a few seconds, which any number of workers do, and then put
/// together. Any step may be started again on another worker at any time, even while the first worker is still running it; only one
/// attempt's outcome is kept.
/// </summary>
internal interface ITaskKind
{
    string Name { get; }
    string Queue { get; }

    /// <returns>At least one piece.</returns>
    IReadOnlyList<PiecePlan> Cut(TaskStep step);

    /// <returns>The outcome, as JSON.</returns>
    string Do(TaskStep step);

    /// <summary>Puts the pieces together and calls <see cref="TaskStep.Complete"/> within the transaction that stores the result.</summary>
    void Finish(TaskStep step, IReadOnlyList<string> outcomes);

    /// <summary>Removes leftovers of the pieces of ended tasks.</summary>
    void Tidy(Func<string, bool> isActive) { }
}
