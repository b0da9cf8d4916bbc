using Bokgi.Host.Platform.Settings;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Platform.Database;

/// <summary>Opens contexts on the configured engine, and brings its schema up to date.</summary>
internal sealed class BokgiDatabase
{
    private readonly DbContextOptions<SqliteBokgiContext>? sqlite;
    private readonly DbContextOptions<PostgresBokgiContext>? postgres;
    private readonly string folder = string.Empty;

    public BokgiDatabase(HostSettings settings)
    {
        if (settings.DatabaseUrl.Length > 0)
        {
            postgres = new DbContextOptionsBuilder<PostgresBokgiContext>().UseNpgsql(settings.DatabaseUrl).Options;
            return;
        }

        folder = Path.GetFullPath(settings.StateRoot);
        var connection = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "bokgi.db"), DefaultTimeout = 30 };
        sqlite = new DbContextOptionsBuilder<SqliteBokgiContext>().UseSqlite(connection.ConnectionString).Options;
    }

    public BokgiContext Open() => sqlite is not null ? new SqliteBokgiContext(sqlite) : new PostgresBokgiContext(postgres!);

    /// <summary>Creates the database when there is none and applies what migrations are missing.</summary>
    public void Migrate()
    {
        if (sqlite is not null)
            PrepareFolder();
        using var context = Open();
        context.Database.Migrate();
        if (sqlite is not null)
            context.Database.ExecuteSqlRaw("PRAGMA journal_mode=WAL");
    }

    // The superuser may write anywhere: a folder that nobody may write is left alone all the same.
    private void PrepareFolder()
    {
        Directory.CreateDirectory(folder);
        const UnixFileMode Writable = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & Writable) == UnixFileMode.None)
            throw new UnauthorizedAccessException("the state folder may only be read; set STATE_ROOT to one that can be written");
    }
}
