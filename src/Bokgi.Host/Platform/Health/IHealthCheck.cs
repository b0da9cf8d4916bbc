namespace Bokgi.Host.Platform.Health;

/// <summary>A check of one thing that the program needs. Each feature registers its own checks.</summary>
internal interface IHealthCheck
{
    /// <summary>A name in snake case, unique among the checks.</summary>
    string Name { get; }

    /// <summary>The message shown when the check takes too long or throws.</summary>
    LocalizedText Failure { get; }

    /// <summary>Whether the check queries the database. While the database is down, only the database's own check reports it.</summary>
    bool NeedsDatabase => false;

    /// <summary>Whether the check examines this machine or process, so that several servers on one database may have different findings.</summary>
    bool IsLocal => false;

    /// <returns>Null if there is nothing to check, because the thing is not configured or not in use.</returns>
    Task<HealthFinding?> CheckAsync(CancellationToken cancel);
}
