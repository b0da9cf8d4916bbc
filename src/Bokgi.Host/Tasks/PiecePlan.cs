namespace Bokgi.Host.Tasks;

/// <summary>A piece of a task's work.</summary>
/// <param name="Payload">What is to be done, JSON.</param>
/// <param name="Units">How much that is, in units of the kind of work; at least 1.</param>
internal sealed record PiecePlan(string Payload, long Units);
