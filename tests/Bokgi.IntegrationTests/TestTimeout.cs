namespace Bokgi.IntegrationTests;

/// <summary>How long tests wait for an expected event. It only ends hanging tests: even the slowest machine stays far below it.</summary>
internal static class TestTimeout
{
    public static readonly TimeSpan Value = TimeSpan.FromMinutes(Tasks.Installation.IsSoak ? 15 : 5);
}
