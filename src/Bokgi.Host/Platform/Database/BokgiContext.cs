using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Platform.Database;

/// <summary>The database, whichever engine holds it. Each feature configures its own tables in its Store folder.</summary>
internal abstract class BokgiContext(DbContextOptions options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyConfigurationsFromAssembly(typeof(BokgiContext).Assembly);
}
