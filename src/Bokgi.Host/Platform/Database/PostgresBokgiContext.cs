using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Bokgi.Host.Platform.Database;

internal sealed class PostgresBokgiContext(DbContextOptions<PostgresBokgiContext> options) : BokgiContext(options)
{
    public override void CheckWritable(TimeSpan timeout)
    {
        Database.SetCommandTimeout(timeout);
        Database.ExecuteSqlRaw("DELETE FROM audit WHERE false");
    }

    /// <summary>For <c>dotnet ef migrations add NAME --context PostgresBokgiContext</c>; connects to nothing.</summary>
    internal sealed class DesignTime : IDesignTimeDbContextFactory<PostgresBokgiContext>
    {
        public PostgresBokgiContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<PostgresBokgiContext>().UseNpgsql("Host=none").Options);
    }
}
