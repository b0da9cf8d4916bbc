namespace Bokgi.Host.Tasks.Store;

/// <summary>A step that a worker has claimed, and the fencing number that identifies the worker's writes.</summary>
internal sealed record StepClaim
{
    public required long TaskNumber { get; init; }
    public required string TaskId { get; init; }
    public required string Kind { get; init; }
    public required string Request { get; init; }
    public required int Round { get; init; }
    public required long StartedUtc { get; init; }
    public required long StepNumber { get; init; }
    public required int Position { get; init; }
    public required StepRole Role { get; init; }
    public required string Payload { get; init; }
    public required int Fence { get; init; }
    public required int Attempts { get; init; }
}
