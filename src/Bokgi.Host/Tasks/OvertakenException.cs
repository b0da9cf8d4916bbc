namespace Bokgi.Host.Tasks;

/// <summary>The step is no longer this worker's: the task has ended, or another one has taken the step over.</summary>
internal sealed class OvertakenException()
    : Exception("the task has ended or another worker has taken it over; what was made is thrown away");
