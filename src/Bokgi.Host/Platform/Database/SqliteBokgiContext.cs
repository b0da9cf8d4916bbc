using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Platform.Database;

/// <summary>The embedded database.</summary>
internal sealed class SqliteBokgiContext(DbContextOptions<SqliteBokgiContext> options) : BokgiContext(options);
