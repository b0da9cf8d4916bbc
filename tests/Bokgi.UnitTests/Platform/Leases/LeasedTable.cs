using Bokgi.Host.Platform.Leases;
using Bokgi.Host.Platform.Leases.Store;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.UnitTests.Platform.Leases;

/// <summary>An in-memory table with one leased row.</summary>
internal sealed class LeasedTable : IDisposable
{
    private readonly SqliteConnection connection = new("DataSource=:memory:");

    public LeasedTable()
    {
        connection.Open();
        using var context = new Context(connection);
        context.Database.EnsureCreated();
        context.Add(new Row { Number = 1 });
        context.SaveChanges();
    }

    /// <summary>The value that an owner wrote last.</summary>
    public string Value => Execute(rows => rows.Select(row => row.Value).Single());

    public Lease Read() => Execute(rows => rows.Select(row => new Lease(row.Number, row.Owner, row.Fence, row.Beats)).Single());

    /// <summary>Claims the row; null if it was claimed or its owner sent a heartbeat since it was observed.</summary>
    public Lease? Claim(Lease observed, string owner) =>
        Execute(rows => rows.WhereSilentSince(observed).ExecuteUpdate(set => set.Claim(owner))) > 0
            ? observed with
            {
                Owner = owner,
                Fence = observed.Fence + 1,
            }
            : null;

    /// <summary>Records a heartbeat; false if the lease no longer owns the row.</summary>
    public bool SendHeartbeat(Lease lease) => Execute(rows => rows.WhereOwnedUnder(lease).ExecuteUpdate(set => set.CountHeartbeat())) > 0;

    /// <summary>Writes the value; false if the lease no longer owns the row.</summary>
    public bool Write(Lease lease, string value) =>
        Execute(rows => rows.WhereOwnedUnder(lease).ExecuteUpdate(set => set.SetProperty(row => row.Value, value))) > 0;

    public void Dispose() => connection.Dispose();

    private T Execute<T>(Func<IQueryable<Row>, T> action)
    {
        using var context = new Context(connection);
        return action(context.Set<Row>().AsNoTracking());
    }

    private sealed class Row : LeasedRow
    {
        public string Value { get; init; } = string.Empty;
    }

    private sealed class Context(SqliteConnection connection) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite(connection);

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Row>().HasKey(row => row.Number);
    }
}
