namespace Bokgi.Host.Tasks;

/// <summary>Identifies a step of a task; the content of a queue message.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Queue">The queue for its steps.</param>
/// <param name="Position">The step's position in the task.</param>
internal sealed record StepReference(string TaskId, string Queue, int Position);
