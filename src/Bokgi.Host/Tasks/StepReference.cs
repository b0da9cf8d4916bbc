namespace Bokgi.Host.Tasks;

/// <summary>Identifies a step of a task; its values are the arguments of a <see cref="StepJob"/>. Positions begin at 0.</summary>
internal sealed record StepReference(string TaskId, string Queue, int Position);
