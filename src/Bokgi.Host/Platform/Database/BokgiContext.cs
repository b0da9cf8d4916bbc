using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Bokgi.Host.Platform.Database;

/// <summary>The database, on either engine. Each feature configures its own tables in its Store folder.</summary>
internal abstract class BokgiContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Begins a transaction whose queries all see the same state and which blocks no writer.</summary>
    public abstract Task<IDbContextTransaction> BeginSnapshotAsync();

    /// <summary>Executes a write that changes nothing; throws if the database accepts no writes.</summary>
    public abstract void CheckWritable(TimeSpan timeout);

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(BokgiContext).Assembly);
}
