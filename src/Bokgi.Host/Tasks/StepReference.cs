namespace Bokgi.Host.Tasks;

/// <summary>Identifies a step of a task; the content of a queue message.</summary>
internal sealed record StepReference(string TaskId, string Queue, int Position);
