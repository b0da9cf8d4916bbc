namespace Bokgi.Host.Tasks;

/// <summary>A piece of a task's work: what to do, as JSON, and how much it is, in units of the kind of work, at least 1.</summary>
internal sealed record PiecePlan(string Payload, long Units);
