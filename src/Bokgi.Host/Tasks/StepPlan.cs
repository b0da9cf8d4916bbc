namespace Bokgi.Host.Tasks;

/// <summary>
/// A step of a task to be created: what to do, as JSON, and the amount of work, at least 1, in a unit that depends on the kind of task.
/// </summary>
internal sealed record StepPlan(string Payload, long Units);
