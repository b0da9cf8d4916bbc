using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Bokgi.Host.Platform.Database;

/// <summary>For <c>dotnet ef migrations add NAME --context SqliteBokgiContext</c>; connects to nothing.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteBokgiContext>
{
    public SqliteBokgiContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteBokgiContext>().UseSqlite("Data Source=:memory:").Options);
}
