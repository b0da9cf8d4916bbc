namespace Bokgi.ArchitectureFixture.Host.Backups;

/// <summary>Breaks the rule that time comes from a TimeProvider: waits without one.</summary>
internal static class SleepyBackup
{
    public static Task WaitAsync() => Task.Delay(1);
}
