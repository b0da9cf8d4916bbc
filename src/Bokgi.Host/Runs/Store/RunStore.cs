using System.Data.Common;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Runs.Store;

/// <summary>Reads and changes the rows of stored runs.</summary>
internal sealed class RunStore(BokgiDatabase database)
{
    private const int MaximumRetries = 100;
    private const int RowsPerInsert = 500;

    private static readonly SemaphoreSlim RetryLock = new(1);

    /// <summary>
    /// Adds the row of a finished run, and calls <paramref name="otherChanges"/> in the same transaction. The callback must call SaveChanges;
    /// if the callback throws, nothing is stored.
    /// </summary>
    public async Task AddAsync(RunDocument run, long createdUtc, string folder, ArtifactHashes? hashes, Action<BokgiContext>? otherChanges)
    {
        var row = CreateRow(run, createdUtc, folder, hashes);
        await using var connection = await database.ConnectForWritingAsync(CancellationToken.None);
        await connection.BeginTransactionAsync();
        var number = await connection.FirstAsync(
            $"""
            INSERT INTO runs ("RunId", "CreatedUtc", "Strategy", "Timeframe", "StartDate", "EndDate", "Status", "SymbolCount", "Description",
                "SearchText", "ArtifactFolder", "Revision", "ExecutionTime", "TotalSignals", "TotalTrades", "WinRate", "AvgReturn",
                "TotalReturn", "Cagr", "Sharpe", "Sortino", "Calmar", "ProfitFactor", "MaxDrawdown", "Exposure")
            VALUES ({row.RunId}, {row.CreatedUtc}, {row.Strategy}, {row.Timeframe}, {row.StartDate}, {row.EndDate}, {row.Status},
                {row.SymbolCount}, {row.Description}, {row.SearchText}, {row.ArtifactFolder}, {row.Revision}, {row.ExecutionTime},
                {row.TotalSignals}, {row.TotalTrades}, {row.WinRate}, {row.AvgReturn}, {row.TotalReturn}, {row.Cagr}, {row.Sharpe},
                {row.Sortino}, {row.Calmar}, {row.ProfitFactor}, {row.MaxDrawdown}, {row.Exposure})
            RETURNING "Number"
            """,
            added => added.GetInt64(0)
        );
        await connection.ExecuteAsync(
            $"""
            INSERT INTO run_documents ("RunNumber", "Json", "FileHashes")
            VALUES ({number}, {row.Document!.Json}, {row.Document.FileHashes})
            """
        );
        foreach (var symbols in row.Symbols.Chunk(RowsPerInsert))
            await connection.ExecuteAsync(
                $"""
                INSERT INTO run_symbols ("RunNumber", "Symbol", "Position", "IsActive")
                VALUES {Sql.Join(", ", symbols.Select(symbol => (Sql)$"({number}, {symbol.Symbol}, {symbol.Position}, {symbol.IsActive})"))}
                """
            );
        await AddTagsAsync(connection, number, row.Tags);
        await connection.AuditAsync(run.RunId);
        if (otherChanges is not null)
        {
            await using var context = connection.OpenContext();
            otherChanges(context);
        }

        await connection.CommitAsync();
    }

    public async Task<RunDocument?> FindAsync(string runId) => (await FindWithFilesAsync(runId))?.Run;

    public async Task<(RunDocument Run, RunFiles Files)?> FindWithFilesAsync(string runId) =>
        IsRunId(runId) ? await FirstAsync($"""WHERE run."RunId" = {runId}""") : null;

    public async Task<RunDocument?> LatestAsync() => (await LatestWithFilesAsync())?.Run;

    public Task<(RunDocument Run, RunFiles Files)?> LatestWithFilesAsync() =>
        FirstAsync($"""ORDER BY run."CreatedUtc" DESC, run."Number" DESC LIMIT 1""");

    /// <summary>The run ids that begin with <paramref name="prefix"/>, newest run first, at most <paramref name="limit"/>.</summary>
    public Task<List<string>> FindIdsAsync(string prefix, int limit) =>
        QueryAsync(
            $"""SELECT "RunId" FROM runs WHERE substr("RunId", 1, {prefix.Length}) = {prefix} ORDER BY "Number" DESC LIMIT {limit}""",
            row => row.GetString(0)
        );

    public async Task<RunPage> ListAsync(RunQuery query)
    {
        await using var connection = await database.ConnectAsync();
        return await RunHistory.ListAsync(connection, query);
    }

    public Task<List<RunFiles>> ListFilesAsync() =>
        QueryAsync(
            $"""
            SELECT run."Number", run."RunId", run."ArtifactFolder", document."FileHashes"
            FROM runs AS run LEFT JOIN run_documents AS document ON document."RunNumber" = run."Number" ORDER BY run."Number"
            """,
            row => new RunFiles(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetNullableString(3))
        );

    public async Task<ArtifactHashes?> FindHashesAsync(string folder)
    {
        var runId = Path.GetFileName(folder); // the last part of a folder's name is the run's id
        await using var connection = await database.ConnectAsync();
        return ArtifactHashes.Parse(
            await connection.FirstAsync(
                $"""
                SELECT document."FileHashes"
                FROM runs AS run LEFT JOIN run_documents AS document ON document."RunNumber" = run."Number" WHERE run."RunId" = {runId}
                """,
                row => row.GetNullableString(0)
            )
        );
    }

    /// <summary>Adds the hashes of a run's files if none are stored yet; returns the stored ones.</summary>
    public async Task<ArtifactHashes> AddHashesAsync(long number, ArtifactHashes hashes)
    {
        await using var connection = await database.ConnectForWritingAsync(CancellationToken.None);
        await connection.ExecuteAsync(
            $"""UPDATE run_documents SET "FileHashes" = {hashes.ToJson()} WHERE "RunNumber" = {number} AND "FileHashes" IS NULL"""
        );
        var stored = await connection.FirstAsync(
            $"""SELECT "FileHashes" FROM run_documents WHERE "RunNumber" = {number}""",
            row => row.GetNullableString(0)
        );
        return ArtifactHashes.Parse(stored) ?? hashes;
    }

    /// <summary>Changes a run's description and tags. Null leaves a value unchanged; an empty description removes it.</summary>
    public Task<RunDocument?> UpdateDescriptionAsync(string runId, string? description, IReadOnlyList<string>? tags) =>
        ChangeAsync(
            runId,
            row =>
            {
                if (description is not null)
                    row.SetDescription(description.Length > 0 ? description : null);
                if (tags is not null)
                    SetTags(row, [.. tags.Distinct()]);
                return Task.FromResult(true);
            }
        );

    /// <summary>
    /// Includes a symbol in a run's totals, or excludes it. <paramref name="computeTotals"/> computes the totals over a set of active symbols.
    /// Returns null if there is no such run or symbol.
    /// </summary>
    /// <exception cref="ConflictException">The symbol to exclude is the last active one.</exception>
    public Task<RunDocument?> SetActiveAsync(
        string runId,
        string symbol,
        bool isActive,
        Func<RunDocument, RunFiles, IReadOnlySet<string>, Task<FiguresDocument>> computeTotals
    ) =>
        ChangeAsync(
            runId,
            async row =>
            {
                if (row.Symbols.Find(candidate => candidate.Symbol == symbol) is not { } symbolRow)
                    return false;
                symbolRow.IsActive = isActive;
                var original = OriginalDocument(row);
                var active = row.Symbols.Where(candidate => candidate.IsActive).Select(candidate => candidate.Symbol).ToHashSet();
                if (active.Count == 0)
                    throw new ConflictException($"{symbol} is the last active symbol of the run; activate another one first");
                var areAllActive = active.Count == row.Symbols.Count;
                var activeTotals = areAllActive ? original.Totals : await computeTotals(original, RunFiles.Of(row), active);
                row.Document!.ActiveTotals = areAllActive ? null : JsonSerializer.Serialize(activeTotals, JsonFormat.Compact);
                row.SetTotals(activeTotals);
                return true;
            }
        );

    public async Task<string?> FindFolderAsync(string runId)
    {
        if (!IsRunId(runId))
            return null;
        await using var connection = await database.ConnectAsync();
        return await connection.FirstAsync($"""SELECT "ArtifactFolder" FROM runs WHERE "RunId" = {runId}""", row => row.GetString(0));
    }

    /// <summary>Whether there is a run for a folder of files; the last part of the folder's name is the run's id.</summary>
    public async Task<bool> ExistsForFolderAsync(string folder)
    {
        await using var connection = await database.ConnectAsync();
        return await connection.FirstAsync($"""SELECT 1 FROM runs WHERE "RunId" = {Path.GetFileName(folder)}""", _ => true);
    }

    /// <summary>Ids of runs that were created before a time, oldest first.</summary>
    public Task<List<string>> IdsOlderThanAsync(long beforeUtc) =>
        QueryAsync($"""SELECT "RunId" FROM runs WHERE "CreatedUtc" < {beforeUtc} ORDER BY "CreatedUtc" """, row => row.GetString(0));

    public async Task<bool> RemoveAsync(string runId)
    {
        await using var connection = await database.ConnectForWritingAsync(CancellationToken.None);
        await connection.BeginTransactionAsync();
        if (await connection.ExecuteAsync($"""DELETE FROM runs WHERE "RunId" = {runId}""") == 0)
            return false;
        await connection.AuditAsync();
        await connection.CommitAsync();
        return true;
    }

    private static bool IsRunId(string text) => Guid.TryParseExact(text, "D", out _);

    private static RunRow CreateRow(RunDocument run, long createdUtc, string folder, ArtifactHashes? hashes)
    {
        var row = new RunRow
        {
            RunId = run.RunId,
            CreatedUtc = createdUtc,
            Strategy = run.Strategy,
            Timeframe = run.Timeframe,
            StartDate = run.StartDate,
            EndDate = run.EndDate,
            Status = "completed",
            SymbolCount = run.Symbols.Count,
            ArtifactFolder = folder,
            ExecutionTime = run.ExecutionTime,
            Symbols = [.. run.Symbols.Select((symbol, i) => new RunSymbolRow { Symbol = symbol.Symbol, Position = i })],
            Tags = [.. run.Tags.Select((tag, i) => new RunTagRow { Tag = tag, Position = i })],
            Document = new RunDocumentRow { Json = JsonSerializer.Serialize(run, JsonFormat.Compact), FileHashes = hashes?.ToJson() },
        };
        row.SetDescription(run.Description);
        row.SetTotals(run.Totals);
        return row;
    }

    private static void SetTags(RunRow row, IReadOnlyList<string> tags)
    {
        row.Tags.RemoveAll(tag => !tags.Contains(tag.Tag));
        for (var i = 0; i < tags.Count; i++)
        {
            if (row.Tags.Find(tag => tag.Tag == tags[i]) is { } kept)
                kept.Position = i;
            else
                row.Tags.Add(new RunTagRow { Tag = tags[i], Position = i });
        }
    }

    private static RunDocument OriginalDocument(RunRow row) =>
        JsonSerializer.Deserialize<RunDocument>(row.Document!.Json, JsonFormat.Compact)!;

    private static RunDocument ToDocument(RunRow row)
    {
        var original = OriginalDocument(row);
        var isActive = row.Symbols.ToDictionary(symbol => symbol.Symbol, symbol => symbol.IsActive);
        var totals = row.Document!.ActiveTotals is { } active
            ? JsonSerializer.Deserialize<FiguresDocument>(active, JsonFormat.Compact)!
            : original.Totals;
        return original with
        {
            Symbols = [.. original.Symbols.Select(symbol => symbol with { IsActive = isActive[symbol.Symbol] })],
            Totals = totals,
            TotalSignals = totals.Signals,
            TotalTrades = totals.Trades,
            Description = row.Description,
            Tags = [.. row.Tags.OrderBy(tag => tag.Position).Select(tag => tag.Tag)],
        };
    }

    private async Task<List<T>> QueryAsync<T>(Sql query, Func<DbDataReader, T> read)
    {
        await using var connection = await database.ConnectAsync();
        return await connection.QueryAsync(query, read);
    }

    private async Task<(RunDocument Run, RunFiles Files)?> FirstAsync(Sql clause) =>
        await ReadFirstAsync(clause) is { } row ? (ToDocument(row), RunFiles.Of(row)) : null;

    // Reads the first run that a WHERE or ORDER BY clause selects, with its symbols, tags and document.
    private async Task<RunRow?> ReadFirstAsync(Sql clause)
    {
        await using var connection = await database.ConnectAsync();
        await connection.BeginSnapshotAsync();
        var row = await connection.FirstAsync($"SELECT {RunRow.Columns} FROM runs AS run {clause}", RunRow.Read);
        if (row is null)
            return null;
        row.Symbols.AddRange(
            await connection.QueryAsync(
                $"""SELECT "Symbol", "Position", "IsActive" FROM run_symbols WHERE "RunNumber" = {row.Number}""",
                symbol => new RunSymbolRow
                {
                    Symbol = symbol.GetString(0),
                    Position = symbol.GetInt32(1),
                    IsActive = symbol.GetBoolean(2),
                }
            )
        );
        row.Tags.AddRange(
            await connection.QueryAsync(
                $"""SELECT "Tag", "Position" FROM run_tags WHERE "RunNumber" = {row.Number}""",
                tag => new RunTagRow { Tag = tag.GetString(0), Position = tag.GetInt32(1) }
            )
        );
        row.Document = await connection.FirstAsync(
            $"""SELECT "Json", "ActiveTotals", "FileHashes" FROM run_documents WHERE "RunNumber" = {row.Number}""",
            document => new RunDocumentRow
            {
                Json = document.GetString(0),
                ActiveTotals = document.GetNullableString(1),
                FileHashes = document.GetNullableString(2),
            }
        );
        return row;
    }

    // The revision detects concurrent changes: the second writer reads the run again and applies its change to the new state. A lock lets one
    // caller of this process retry at a time, because simultaneous retries would only cause further conflicts.
    private async Task<RunDocument?> ChangeAsync(string runId, Func<RunRow, Task<bool>> change)
    {
        if (!IsRunId(runId))
            return null;
        var holdsRetryLock = false;
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                // A run that was removed meanwhile is not found by the next attempt.
                if (await ReadFirstAsync($"""WHERE run."RunId" = {runId}""") is not { } row || !await change(row))
                    return null;
                if (await TrySaveAsync(row))
                    return ToDocument(row);
                if (attempt == MaximumRetries)
                    throw new InvalidOperationException($"the run {runId} was changed by others during each of {MaximumRetries} attempts");
                if (!holdsRetryLock)
                    await RetryLock.WaitAsync();
                holdsRetryLock = true;
            }
        }
        finally
        {
            if (holdsRetryLock)
                RetryLock.Release();
        }
    }

    // Updates the columns of a run that may change; false if the run was changed or removed since the row was read.
    private async Task<bool> TrySaveAsync(RunRow row)
    {
        await using var connection = await database.ConnectForWritingAsync(CancellationToken.None);
        await connection.BeginTransactionAsync();
        var changed = await connection.ExecuteAsync(
            $"""
            UPDATE runs SET "Revision" = {row.Revision + 1}, "Description" = {row.Description}, "SearchText" = {row.SearchText},
                "TotalSignals" = {row.TotalSignals}, "TotalTrades" = {row.TotalTrades}, "WinRate" = {row.WinRate},
                "AvgReturn" = {row.AvgReturn}, "TotalReturn" = {row.TotalReturn}, "Cagr" = {row.Cagr}, "Sharpe" = {row.Sharpe},
                "Sortino" = {row.Sortino}, "Calmar" = {row.Calmar}, "ProfitFactor" = {row.ProfitFactor},
                "MaxDrawdown" = {row.MaxDrawdown}, "Exposure" = {row.Exposure}
            WHERE "Number" = {row.Number} AND "Revision" = {row.Revision}
            """
        );
        if (changed == 0)
            return false;
        await connection.ExecuteAsync(
            $"""UPDATE run_documents SET "ActiveTotals" = {row.Document!.ActiveTotals} WHERE "RunNumber" = {row.Number}"""
        );
        foreach (var isActive in (bool[])[true, false])
        foreach (var symbols in row.Symbols.Where(symbol => symbol.IsActive == isActive).Chunk(RowsPerInsert))
        {
            var names = symbols.Select(symbol => symbol.Symbol).ToList();
            await connection.ExecuteAsync(
                $"""
                UPDATE run_symbols SET "IsActive" = {isActive}
                WHERE "RunNumber" = {row.Number} AND "IsActive" = {!isActive} AND "Symbol" IN {names}
                """
            );
        }

        await connection.ExecuteAsync($"""DELETE FROM run_tags WHERE "RunNumber" = {row.Number}""");
        await AddTagsAsync(connection, row.Number, row.Tags);
        await connection.AuditAsync();
        await connection.CommitAsync();
        row.Revision++;
        return true;
    }

    private static async Task AddTagsAsync(DatabaseConnection connection, long number, List<RunTagRow> tags)
    {
        if (tags.Count > 0)
            await connection.ExecuteAsync(
                $"""
                INSERT INTO run_tags ("RunNumber", "Tag", "Position")
                VALUES {Sql.Join(", ", tags.Select(tag => (Sql)$"({number}, {tag.Tag}, {tag.Position})"))}
                """
            );
    }
}
