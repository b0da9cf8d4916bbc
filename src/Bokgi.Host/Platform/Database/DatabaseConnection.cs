using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Platform.Database;

/// <summary>
/// An open connection for SQL without EF. In a process that has just started, EF would need a second to build its model and compile queries.
/// A transaction that is not committed is rolled back when the connection is disposed.
/// </summary>
internal sealed class DatabaseConnection(DatabaseEngine engine, DbConnection connection, Action onClosed) : IAsyncDisposable
{
    private DbTransaction? transaction;
    private Action? closeCallback = onClosed;

    /// <summary>The SQL function that returns the position of its second argument in the first, counted from 1; 0 if it does not occur.</summary>
    public Sql PositionFunction => Sql.Raw(engine.PositionFunction);

    /// <summary>The SQL to write after an expression as the condition that it equals one of the values. There may be any number of values.</summary>
    public Sql In(IReadOnlyCollection<string> values) => engine.In(values);

    /// <summary>Begins a transaction whose queries all see the same state and which blocks no writer.</summary>
    public async Task BeginSnapshotAsync() => transaction = await engine.BeginSnapshotAsync(connection);

    public async Task BeginTransactionAsync() => transaction = await connection.BeginTransactionAsync();

    public Task CommitAsync() => transaction!.CommitAsync();

    /// <summary>Opens a context on this connection and in its transaction. The context must be disposed before the connection.</summary>
    public BokgiContext OpenContext()
    {
        var context = engine.OpenContextOn(connection);
        context.Database.UseTransaction(transaction);
        return context;
    }

    /// <summary>Returns the number of changed rows.</summary>
    public async Task<int> ExecuteAsync(Sql sql, CancellationToken cancel = default)
    {
        await using var command = CreateCommand(sql);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    public async Task<List<T>> QueryAsync<T>(Sql sql, Func<DbDataReader, T> read, CancellationToken cancel = default)
    {
        await using var command = CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var results = new List<T>();
        while (await rows.ReadAsync(cancel))
            results.Add(read(rows));
        return results;
    }

    /// <summary>The first row, or the default value if there is none. Reads all rows, because SQLite commits only after the last.</summary>
    public async Task<T?> FirstAsync<T>(Sql sql, Func<DbDataReader, T> read, CancellationToken cancel = default)
    {
        await using var command = CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var result = await rows.ReadAsync(cancel) ? read(rows) : default;
        while (await rows.ReadAsync(cancel)) { }
        return result;
    }

    public DbCommand CreateCommand(Sql sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        sql.ApplyTo(command);
        return command;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (transaction is not null)
                await transaction.DisposeAsync();
        }
        finally
        {
            Interlocked.Exchange(ref closeCallback, null)?.Invoke();
        }
    }
}
