using Bokgi.Host.Tasks;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>A task kind whose methods do no work. Tests complete the steps themselves.</summary>
internal sealed class ManualTask : ITaskKind
{
    public string Name => "manual";

    public string Queue => TaskSetup.Queue;

    /// <summary>How often <see cref="Tidy"/> was called.</summary>
    public int TidyCount { get; private set; }

    /// <summary>The error that <see cref="Tidy"/> throws; null for none.</summary>
    public Exception? TidyError { get; set; }

    public IReadOnlyList<StepPlan> Cut(TaskStep step) => throw WorkError;

    /// <summary>The error that cutting a task or working on a piece throws.</summary>
    public Exception WorkError { get; set; } = new NotSupportedException();

    public string DoPiece(TaskStep step) => throw WorkError;

    public void Finish(TaskStep step, IReadOnlyList<string> outcomes) => throw new NotSupportedException();

    public void Tidy(Func<string, bool> isActive)
    {
        TidyCount++;
        if (TidyError is not null)
            throw TidyError;
    }
}
