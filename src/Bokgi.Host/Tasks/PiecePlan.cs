namespace Bokgi.Host.Tasks;

/// <summary>A piece of a task's work: what has to be done, as JSON, and its amount in units of the kind of work, at least 1.</summary>
internal sealed record PiecePlan(string Payload, long Units);
