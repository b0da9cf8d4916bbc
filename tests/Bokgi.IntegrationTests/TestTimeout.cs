namespace Bokgi.IntegrationTests;

/// <summary>How long tests wait for an expected event: long enough for the slowest machine, so that only hanging tests reach it.</summary>
internal static class TestTimeout
{
    public static readonly TimeSpan Value = TimeSpan.FromMinutes(Tasks.Installation.IsSoak ? 15 : 5);
}
