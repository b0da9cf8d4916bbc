namespace Bokgi.Host.Tasks;

/// <summary>The worker no longer owns the step: the task has ended, or another worker has taken the step over.</summary>
internal sealed class StepLeaseLostException()
    : Exception("the task has ended or another worker has taken it over; what was made is thrown away");
