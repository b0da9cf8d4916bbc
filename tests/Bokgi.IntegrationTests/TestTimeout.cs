namespace Bokgi.IntegrationTests;

/// <summary>How long tests wait for an expected event. The slowest machine needs less, so that only a test that hangs reaches the timeout.</summary>
internal static class TestTimeout
{
    public static readonly TimeSpan Value = TimeSpan.FromMinutes(Tasks.Installation.IsSoak ? 15 : 5);
}
