using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Platform.Database;

/// <summary>Asks whether the database answers.</summary>
internal static class DatabaseProbe
{
    /// <param name="database">The database.</param>
    /// <param name="limit">How long a statement may take.</param>
    public static bool Answers(this BokgiDatabase database, TimeSpan limit)
    {
        try
        {
            using var context = database.Open();
            context.Database.SetCommandTimeout(limit);
            return context.Database.CanConnect() && context.Database.ExecuteSqlRaw("SELECT 1") is var _;
        }
        catch (DbException)
        {
            return false;
        }
    }
}
