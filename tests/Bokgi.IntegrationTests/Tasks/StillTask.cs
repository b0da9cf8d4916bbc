using Bokgi.Host.Tasks;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>A kind of work of which tests do the steps themselves.</summary>
internal sealed class StillTask : ITaskKind
{
    public string Name => "still";

    public string Queue => TaskBench.Queue;

    /// <summary>How often what is past was to be removed.</summary>
    public int Tidyings { get; private set; }

    /// <summary>What removing meets with; nothing when null.</summary>
    public Exception? Trouble { get; set; }

    public IReadOnlyList<PiecePlan> Cut(TaskStep step, string? findings) => throw Failure;

    /// <summary>What doing a piece or cutting a task meets with.</summary>
    public Exception Failure { get; set; } = new NotSupportedException();

    public string Do(TaskStep step) => throw Failure;

    public string? Finish(TaskStep step, IReadOnlyList<string> outcomes) => throw new NotSupportedException();

    public void Tidy(Func<string, bool> isActive)
    {
        Tidyings++;
        if (Trouble is not null)
            throw Trouble;
    }
}
