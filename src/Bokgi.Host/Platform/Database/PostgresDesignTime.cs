using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Bokgi.Host.Platform.Database;

/// <summary>For <c>dotnet ef migrations add NAME --context PostgresBokgiContext</c>; connects to nothing.</summary>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresBokgiContext>
{
    public PostgresBokgiContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresBokgiContext>().UseNpgsql("Host=none").Options);
}
