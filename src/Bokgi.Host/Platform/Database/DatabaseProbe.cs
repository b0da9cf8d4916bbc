namespace Bokgi.Host.Platform.Database;

/// <summary>Asks whether the database takes changes.</summary>
internal static class DatabaseProbe
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <param name="database">The database.</param>
    /// <param name="limit">How long it may take, over a second.</param>
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
