namespace Bokgi.Host.Backtests.Artifacts;

/// <summary>Removes folders at once: one that is there is whole, whoever looks and whenever this stops.</summary>
internal static class ArtifactRemoval
{
    /// <param name="place">The folder; it need not be there.</param>
    /// <param name="making">Where it goes first, on the same disk, and where a sweep finds what is left of it.</param>
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
            // Another process was at it too, or a sweep.
        }
    }
}
