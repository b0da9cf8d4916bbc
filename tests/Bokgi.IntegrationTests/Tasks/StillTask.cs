using Bokgi.Host.Tasks;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>A task kind that does no work: the tests complete its steps themselves.</summary>
internal sealed class StillTask : ITaskKind
{
    public string Name => "still";

    public string Queue => TaskBench.Queue;

    /// <summary>How often <see cref="Tidy"/> was called.</summary>
    public int Tidyings { get; private set; }

    /// <summary>The error that <see cref="Tidy"/> throws; null for none.</summary>
    public Exception? Trouble { get; set; }

    public IReadOnlyList<PiecePlan> Cut(TaskStep step) => throw Failure;

    /// <summary>The error that cutting a task or working on a piece throws.</summary>
    public Exception Failure { get; set; } = new NotSupportedException();

    public string Do(TaskStep step) => throw Failure;

    public void Finish(TaskStep step, IReadOnlyList<string> outcomes) => throw new NotSupportedException();

    public void Tidy(Func<string, bool> isActive)
    {
        Tidyings++;
        if (Trouble is not null)
            throw Trouble;
    }
}
