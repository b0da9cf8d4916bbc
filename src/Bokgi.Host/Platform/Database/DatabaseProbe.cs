namespace Bokgi.Host.Platform.Database;

/// <summary>Checks whether the database accepts writes.</summary>
internal static class DatabaseProbe
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <param name="database">The database.</param>
    /// <param name="limit">The time limit, more than a second.</param>
    public static bool TakesChanges(this BokgiDatabase database, TimeSpan limit)
    {
        try
        {
            using var context = database.Open(limit - Margin);
            context.TryChange(limit);
            return true;
        }
        catch (Exception failure) when (failure.IsDatabaseDown())
        {
            return false;
        }
    }
}
