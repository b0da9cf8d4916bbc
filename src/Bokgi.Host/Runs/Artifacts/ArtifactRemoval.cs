namespace Bokgi.Host.Runs.Artifacts;

/// <summary>Removes folders atomically: other processes never see a partly deleted folder, even if this process dies.</summary>
internal static class ArtifactRemoval
{
    /// <summary>Moves a folder to <paramref name="making"/>, then deletes it there; a sweep deletes what an interruption leaves.</summary>
    public static void Remove(string place, string making)
    {
        if (!Directory.Exists(place))
            return;
        Directory.CreateDirectory(making);
        var gone = Path.Combine(making, Guid.NewGuid().ToString("N"));
        try
        {
            Directory.Move(place, gone);
            Directory.Delete(gone, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another process or a sweep removed it at the same time.
        }
    }
}
