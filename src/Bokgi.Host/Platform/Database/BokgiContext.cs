using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Platform.Database;

/// <summary>The database, on SQLite or PostgreSQL. Each feature configures its own tables in its Store folder.</summary>
internal abstract class BokgiContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Executes a write that changes nothing; throws if the database accepts no writes.</summary>
    public abstract void CheckWritable(TimeSpan timeout);

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(BokgiContext).Assembly);
}
