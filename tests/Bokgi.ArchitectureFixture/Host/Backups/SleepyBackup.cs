namespace Bokgi.ArchitectureFixture.Host.Backups;

/// <summary>Breach: waits by the wall clock.</summary>
internal static class SleepyBackup
{
    public static Task WaitAsync() => Task.Delay(1);
}
