namespace Bokgi.IntegrationTests;

/// <summary>How long tests wait for what must come. It ends a test that hangs and judges no speed: the slowest machine stays far below it.</summary>
internal static class TestTimeout
{
    public static readonly TimeSpan Value = TimeSpan.FromMinutes(Tasks.Installation.IsSoak ? 15 : 5);
}
