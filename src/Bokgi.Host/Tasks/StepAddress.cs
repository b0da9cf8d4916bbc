namespace Bokgi.Host.Tasks;

/// <summary>Which step of which task: what lies in the queue.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Queue">The queue in which its steps wait.</param>
/// <param name="Position">The step's place in it.</param>
internal sealed record StepAddress(string TaskId, string Queue, int Position);
