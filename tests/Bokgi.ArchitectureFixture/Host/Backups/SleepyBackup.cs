namespace Bokgi.ArchitectureFixture.Host.Backups;

/// <summary>Breach: waits without a TimeProvider.</summary>
internal static class SleepyBackup
{
    public static Task WaitAsync() => Task.Delay(1);
}
