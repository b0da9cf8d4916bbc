namespace Bokgi.Host.Platform.Database;

/// <summary>Checks whether the database accepts writes.</summary>
internal static class DatabaseProbe
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

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
