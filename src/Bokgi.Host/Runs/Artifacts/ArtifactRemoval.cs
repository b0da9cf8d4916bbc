namespace Bokgi.Host.Runs.Artifacts;

/// <summary>Removes folders atomically: other processes never see a partly deleted folder, even if this process dies.</summary>
internal static class ArtifactRemoval
{
    /// <summary>Moves a folder to <paramref name="staging"/>, then deletes it there; a sweep deletes what an interruption leaves.</summary>
    public static void Remove(string path, string staging)
    {
        if (!Directory.Exists(path))
            return;
        Directory.CreateDirectory(staging);
        var target = Path.Combine(staging, Guid.NewGuid().ToString("N"));
        try
        {
            Directory.Move(path, target);
            Directory.Delete(target, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another process or a sweep removed it at the same time.
        }
    }
}
