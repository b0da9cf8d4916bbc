namespace Bokgi.Host.Tasks;

/// <summary>A piece of a task's work.</summary>
/// <param name="Payload">What has to be done, as JSON.</param>
/// <param name="Units">The amount of work, in units of the kind of work; at least 1.</param>
internal sealed record PiecePlan(string Payload, long Units);
