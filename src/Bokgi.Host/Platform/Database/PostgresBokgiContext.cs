using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Platform.Database;

/// <summary>The database of a scaled installation.</summary>
internal sealed class PostgresBokgiContext(DbContextOptions<PostgresBokgiContext> options) : BokgiContext(options);
