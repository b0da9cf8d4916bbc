using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Runs.Store;

internal sealed class RunStore(BokgiDatabase database)
{
    private const int MaximumRetries = 100;

    private static readonly SemaphoreSlim RetryLock = new(1);

    /// <summary>
    /// Adds the row of a finished run, and calls <paramref name="otherChanges"/> in the same transaction. It calls SaveChanges itself; if it
    /// throws, nothing is stored.
    /// </summary>
    public async Task AddAsync(RunDocument run, long createdUtc, string folder, ArtifactHashes? hashes, Action<BokgiContext>? otherChanges)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await using var transaction = await context.Database.BeginTransactionAsync();
        context.Add(CreateRow(run, createdUtc, folder, hashes));
        context.Audit(run.RunId);
        await context.SaveChangesAsync();
        otherChanges?.Invoke(context);
        await transaction.CommitAsync();
    }

    public async Task<RunDocument?> FindAsync(string runId) => (await FindWithFilesAsync(runId))?.Run;

    public async Task<(RunDocument Run, RunFiles Files)?> FindWithFilesAsync(string runId) =>
        IsRunId(runId) ? await FirstAsync(runs => runs.Where(run => run.RunId == runId)) : null;

    public async Task<RunDocument?> LatestAsync() =>
        (await FirstAsync(runs => runs.OrderByDescending(run => run.CreatedUtc).ThenByDescending(run => run.Number)))?.Run;

    /// <summary>Ids of runs that begin with <paramref name="prefix"/>, newest first, at most <paramref name="limit"/>.</summary>
    public Task<List<string>> FindIdsAsync(string prefix, int limit) =>
        QueryAsync(runs =>
            runs.Where(run => run.RunId.StartsWith(prefix))
                .OrderByDescending(run => run.Number)
                .Take(limit)
                .Select(run => run.RunId)
                .ToListAsync()
        );

    public async Task<RunPage> ListAsync(RunQuery query)
    {
        await using var context = database.Open();
        return await RunHistory.ListAsync(context, query);
    }

    public Task<List<RunFiles>> AllFilesAsync() =>
        QueryAsync(runs =>
            runs.OrderBy(run => run.Number)
                .Select(run => new RunFiles(run.Number, run.RunId, run.ArtifactFolder, run.Document!.FileHashes))
                .ToListAsync()
        );

    public async Task<ArtifactHashes?> HashesOfAsync(string folder)
    {
        var runId = Path.GetFileName(folder); // see ExistsForFolderAsync
        return ArtifactHashes.Parse(
            await QueryAsync(runs => runs.Where(run => run.RunId == runId).Select(run => run.Document!.FileHashes).FirstOrDefaultAsync())
        );
    }

    /// <summary>Adds the hashes of a run's files if none are stored yet; returns the stored ones.</summary>
    public async Task<ArtifactHashes> AddHashesAsync(long number, ArtifactHashes hashes)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        var row = context.Set<RunDocumentRow>().Where(document => document.RunNumber == number);
        await row.Where(document => document.FileHashes == null)
            .ExecuteUpdateAsync(change => change.SetProperty(document => document.FileHashes, hashes.ToJson()));
        return ArtifactHashes.Parse(await row.Select(document => document.FileHashes).FirstOrDefaultAsync()) ?? hashes;
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

    /// <summary>Includes a symbol in a run's totals, or excludes it; null when there is no such run or symbol.</summary>
    /// <exception cref="ConflictException">It is the last active symbol.</exception>
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
                if (row.Symbols.Find(each => each.Symbol == symbol) is not { } found)
                    return false;
                found.IsActive = isActive;
                var original = OriginalDocument(row);
                var active = row.Symbols.Where(each => each.IsActive).Select(each => each.Symbol).ToHashSet();
                if (active.Count == 0)
                    throw new ConflictException($"{symbol} is the last active symbol of the run; activate another one first");
                var areAllActive = active.Count == row.Symbols.Count;
                var activeTotals = areAllActive ? original.Totals : await computeTotals(original, RunFiles.Of(row), active);
                row.Document!.ActiveTotals = areAllActive ? null : JsonSerializer.Serialize(activeTotals, JsonFormat.Compact);
                row.SetTotals(activeTotals);
                return true;
            }
        );

    public async Task<string?> FolderOfAsync(string runId) =>
        IsRunId(runId)
            ? await QueryAsync(runs => runs.Where(run => run.RunId == runId).Select(run => run.ArtifactFolder).FirstOrDefaultAsync())
            : null;

    /// <summary>Whether there is a run for a folder of files; the last part of the folder's name is the run's id.</summary>
    public Task<bool> ExistsForFolderAsync(string folder)
    {
        var runId = Path.GetFileName(folder);
        return QueryAsync(runs => runs.AnyAsync(run => run.RunId == runId));
    }

    /// <summary>Ids of runs that were created before a time, oldest first.</summary>
    public Task<List<string>> IdsOlderThanAsync(long beforeUtc) =>
        QueryAsync(runs =>
            runs.Where(run => run.CreatedUtc < beforeUtc).OrderBy(run => run.CreatedUtc).Select(run => run.RunId).ToListAsync()
        );

    public async Task<bool> RemoveAsync(string runId)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (await context.Set<RunRow>().Where(run => run.RunId == runId).ExecuteDeleteAsync() == 0)
            return false;
        context.Audit();
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
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

    private static IQueryable<RunRow> WithDetails(BokgiContext context) =>
        context.Set<RunRow>().Include(run => run.Symbols).Include(run => run.Tags).Include(run => run.Document).AsSplitQuery();

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

    private async Task<T> QueryAsync<T>(Func<IQueryable<RunRow>, Task<T>> query)
    {
        await using var context = database.Open();
        return await query(context.Set<RunRow>());
    }

    private async Task<(RunDocument Run, RunFiles Files)?> FirstAsync(Func<IQueryable<RunRow>, IQueryable<RunRow>> selector)
    {
        await using var context = database.Open();
        await using var snapshot = await context.BeginSnapshotAsync();
        return await selector(WithDetails(context)).FirstOrDefaultAsync() is { } row ? (ToDocument(row), RunFiles.Of(row)) : null;
    }

    // Concurrent changes are detected by the revision; the second writer reloads the row and applies its change to the new state. Within
    // this process, retries take turns, because retrying at the same time would only cause further conflicts.
    private async Task<RunDocument?> ChangeAsync(string runId, Func<RunRow, Task<bool>> change)
    {
        if (!IsRunId(runId))
            return null;
        var holdsRetryLock = false;
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    return await TryChangeAsync(runId, change);
                }
                catch (DbUpdateConcurrencyException) when (attempt < MaximumRetries)
                {
                    if (!holdsRetryLock)
                        await RetryLock.WaitAsync();
                    holdsRetryLock = true;
                }
            }
        }
        finally
        {
            if (holdsRetryLock)
                RetryLock.Release();
        }
    }

    private async Task<RunDocument?> TryChangeAsync(string runId, Func<RunRow, Task<bool>> change)
    {
        await using var context = database.Open();
        var row = await WithDetails(context).FirstOrDefaultAsync(run => run.RunId == runId);
        if (row is null || !await change(row))
            return null;
        row.Revision++;
        context.Audit();
        try
        {
            await using var turn = await database.OpenForWritingAsync(CancellationToken.None); // only to wait for this writer's turn
            await context.SaveChangesAsync();
            return ToDocument(row);
        }
        catch (DbUpdateException failure) when (failure is not DbUpdateConcurrencyException)
        {
            if (await ExistsForFolderAsync(row.ArtifactFolder))
                throw;
            return null; // the run was removed meanwhile
        }
    }
}
