namespace Bokgi.IntegrationTests;

/// <summary>
/// How long tests wait for an expected event; longer in soak runs, which keep the machine busy. Even the slowest machine needs less time, so
/// only a test that hangs reaches the timeout.
/// </summary>
internal static class TestTimeout
{
    public static readonly TimeSpan Value = TimeSpan.FromMinutes(Tasks.Installation.IsSoak ? 15 : 5);
}
