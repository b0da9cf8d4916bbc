namespace Bokgi.Host.Platform.Health;

/// <summary>A check of one thing that the program needs. Each feature registers those of its own.</summary>
internal interface IHealthCheck
{
    /// <summary>A name in snake case, unique among the checks.</summary>
    string Name { get; }

    /// <summary>The message shown when the check takes too long or throws.</summary>
    LocalizedText Failure { get; }

    /// <summary>Whether it asks the database, and so fails with it; the check of the database then speaks for it.</summary>
    bool NeedsDatabase => false;

    /// <returns>Null if there is nothing to check, because the thing is not configured or not in use.</returns>
    Task<HealthFinding?> CheckAsync(CancellationToken cancel);
}
