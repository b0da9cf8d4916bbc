using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Runs.Store;

/// <summary>The rows of stored runs.</summary>
internal sealed class RunStore(BokgiDatabase database)
{
    private const int Attempts = 100;

    private readonly SemaphoreSlim retryTurn = new(1);

    /// <summary>Adds the row of a finished run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="createdUtc">When it was made, microseconds since the Unix epoch.</param>
    /// <param name="folder">The folder of its files, relative to the root of all results.</param>
    /// <param name="hashes">The hashes of its files.</param>
    /// <param name="beside">Other changes for the same transaction, if any; when it throws, nothing is stored.</param>
    public async Task AddAsync(RunDocument run, long createdUtc, string folder, ArtifactHashes? hashes, Action<BokgiContext>? beside)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await using var transaction = await context.Database.BeginTransactionAsync();
        context.Add(Row(run, createdUtc, folder, hashes));
        context.Audit(run.RunId);
        await context.SaveChangesAsync();
        beside?.Invoke(context);
        await transaction.CommitAsync();
    }

    /// <summary>A run in its current state; null when there is none.</summary>
    public async Task<RunDocument?> FindAsync(string runId) => (await FindWithFilesAsync(runId))?.Run;

    /// <summary>A run in its current state with what its row says of its files; null when there is none.</summary>
    public async Task<(RunDocument Run, RunFiles Files)?> FindWithFilesAsync(string runId) =>
        IsRunId(runId) ? await FirstAsync(runs => runs.Where(run => run.RunId == runId)) : null;

    /// <summary>The newest run; null when there is none.</summary>
    public async Task<RunDocument?> LatestAsync() =>
        (await FirstAsync(runs => runs.OrderByDescending(run => run.CreatedUtc).ThenByDescending(run => run.Number)))?.Run;

    /// <summary>Ids of runs that begin with <paramref name="prefix"/>, newest first, at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<string>> MatchingAsync(string prefix, int limit)
    {
        await using var context = database.Open();
        var matching = context.Set<RunRow>().Where(run => run.RunId.StartsWith(prefix)).OrderByDescending(run => run.Number);
        return await matching.Take(limit).Select(run => run.RunId).ToListAsync();
    }

    /// <summary>A page of the runs that match a query.</summary>
    public async Task<RunPage> ListAsync(RunQuery query)
    {
        await using var context = database.Open();
        return await RunHistory.ListAsync(context, query);
    }

    /// <summary>The files of all runs, oldest first.</summary>
    public async Task<IReadOnlyList<RunFiles>> AllFilesAsync()
    {
        await using var context = database.Open();
        return await Kept(context).OrderBy(run => run.Number).ToListAsync();
    }

    /// <summary>The hashes of the files in a run's folder; null when the run has none.</summary>
    public async Task<ArtifactHashes?> HashesOfAsync(string folder)
    {
        var runId = Path.GetFileName(folder);
        await using var context = database.Open();
        return ArtifactHashes.Read(
            await Kept(context).Where(run => run.RunId == runId).Select(run => run.FileHashes).FirstOrDefaultAsync()
        );
    }

    /// <summary>Adds the hashes of a run's files if it has none yet.</summary>
    /// <returns>The hashes that the run has now.</returns>
    public async Task<ArtifactHashes> AddHashesAsync(long number, ArtifactHashes taken)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        var row = context.Set<RunDocumentRow>().Where(document => document.RunNumber == number);
        await row.Where(document => document.FileHashes == null)
            .ExecuteUpdateAsync(change => change.SetProperty(document => document.FileHashes, taken.Write()));
        return ArtifactHashes.Read(await row.Select(document => document.FileHashes).FirstOrDefaultAsync()) ?? taken;
    }

    /// <summary>Changes a run's description and tags; null leaves a value unchanged.</summary>
    /// <returns>The run; null when there is none.</returns>
    public Task<RunDocument?> DescribeAsync(string runId, string? description, IReadOnlyList<string>? tags) =>
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

    /// <summary>Includes a symbol in a run's totals, or excludes it.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="symbol">The symbol.</param>
    /// <param name="isActive">Whether it counts.</param>
    /// <param name="totals">Computes the totals over some symbols of the run as it was made.</param>
    /// <returns>The run; null when there is no such run or symbol.</returns>
    /// <exception cref="ConflictException">It is the last active symbol.</exception>
    public Task<RunDocument?> ActivateAsync(
        string runId,
        string symbol,
        bool isActive,
        Func<RunDocument, RunFiles, IReadOnlySet<string>, Task<FiguresDocument>> totals
    ) =>
        ChangeAsync(
            runId,
            async row =>
            {
                if (row.Symbols.Find(each => each.Symbol == symbol) is not { } found)
                    return false;
                found.IsActive = isActive;
                var made = Made(row);
                var active = row.Symbols.Where(each => each.IsActive).Select(each => each.Symbol).ToHashSet();
                if (active.Count == 0)
                    throw new ConflictException($"{symbol} is the last active symbol of the run; switch another one on first");
                var isWhole = active.Count == row.Symbols.Count;
                var counted = isWhole ? made.Totals : await totals(made, RunFiles.Of(row), active);
                row.Document!.ActiveTotals = isWhole ? null : JsonSerializer.Serialize(counted, JsonFormat.Compact);
                row.SetTotals(counted);
                return true;
            }
        );

    /// <summary>The folder of a run's files; null when there is no such run.</summary>
    public async Task<string?> FolderOfAsync(string runId)
    {
        if (!IsRunId(runId))
            return null;
        await using var context = database.Open();
        return await context.Set<RunRow>().Where(run => run.RunId == runId).Select(run => run.ArtifactFolder).FirstOrDefaultAsync();
    }

    /// <summary>Whether a run has its files in this folder, whose last part is the run's id.</summary>
    public async Task<bool> KnowsAsync(string folder)
    {
        var runId = Path.GetFileName(folder);
        await using var context = database.Open();
        return await context.Set<RunRow>().AnyAsync(run => run.RunId == runId);
    }

    /// <summary>Ids of runs that were made before a time, oldest first.</summary>
    /// <param name="beforeUtc">Microseconds since the Unix epoch, UTC.</param>
    public async Task<IReadOnlyList<string>> OlderThanAsync(long beforeUtc)
    {
        await using var context = database.Open();
        var older = context.Set<RunRow>().Where(run => run.CreatedUtc < beforeUtc).OrderBy(run => run.CreatedUtc);
        return await older.Select(run => run.RunId).ToListAsync();
    }

    /// <summary>Removes a run's row.</summary>
    /// <returns>Whether there was one.</returns>
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

    private static RunRow Row(RunDocument run, long createdUtc, string folder, ArtifactHashes? hashes)
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
            Document = new RunDocumentRow { Json = JsonSerializer.Serialize(run, JsonFormat.Compact), FileHashes = hashes?.Write() },
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

    private static IQueryable<RunRow> Whole(BokgiContext context) =>
        context.Set<RunRow>().Include(run => run.Symbols).Include(run => run.Tags).Include(run => run.Document).AsSplitQuery();

    private static RunDocument Made(RunRow row) => JsonSerializer.Deserialize<RunDocument>(row.Document!.Json, JsonFormat.Compact)!;

    private static RunDocument Document(RunRow row)
    {
        var made = Made(row);
        var isActive = row.Symbols.ToDictionary(symbol => symbol.Symbol, symbol => symbol.IsActive);
        var totals = row.Document!.ActiveTotals is { } active
            ? JsonSerializer.Deserialize<FiguresDocument>(active, JsonFormat.Compact)!
            : made.Totals;
        return made with
        {
            Symbols = [.. made.Symbols.Select(symbol => symbol with { IsActive = isActive[symbol.Symbol] })],
            Totals = totals,
            TotalSignals = totals.Signals,
            TotalTrades = totals.Trades,
            Description = row.Description,
            Tags = [.. row.Tags.OrderBy(tag => tag.Position).Select(tag => tag.Tag)],
        };
    }

    private static IQueryable<RunFiles> Kept(BokgiContext context) =>
        context
            .Set<RunRow>()
            .Select(run => new RunFiles
            {
                Number = run.Number,
                RunId = run.RunId,
                Folder = run.ArtifactFolder,
                FileHashes = run.Document!.FileHashes,
            });

    private async Task<(RunDocument Run, RunFiles Files)?> FirstAsync(Func<IQueryable<RunRow>, IQueryable<RunRow>> which)
    {
        await using var context = database.Open();
        await using var snapshot = await context.BeginSnapshotAsync();
        return await which(Whole(context)).FirstOrDefaultAsync() is { } row ? (Document(row), RunFiles.Of(row)) : null;
    }

    // Concurrent changes are detected by the revision; the second writer reloads the row and applies its change to the new state. Those
    // of this process do so one after the other: all at once they would conflict again and again.
    private async Task<RunDocument?> ChangeAsync(string runId, Func<RunRow, Task<bool>> change)
    {
        if (!IsRunId(runId))
            return null;
        try
        {
            return await TryChangeAsync(runId, change);
        }
        catch (DbUpdateConcurrencyException)
        {
            await retryTurn.WaitAsync();
        }

        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await TryChangeAsync(runId, change);
                }
                catch (DbUpdateConcurrencyException) when (attempt < Attempts)
                {
                    // Another process saved a change first: try again.
                }
            }
        }
        finally
        {
            retryTurn.Release();
        }
    }

    private async Task<RunDocument?> TryChangeAsync(string runId, Func<RunRow, Task<bool>> change)
    {
        await using var context = database.Open();
        if (await Whole(context).FirstOrDefaultAsync(run => run.RunId == runId) is not { } row || !await change(row))
            return null;
        row.Revision++;
        context.Audit();
        try
        {
            await using var turn = await database.OpenForWritingAsync(CancellationToken.None);
            await context.SaveChangesAsync();
            return Document(row);
        }
        catch (DbUpdateException failure) when (failure is not DbUpdateConcurrencyException)
        {
            if (await KnowsAsync(row.ArtifactFolder))
                throw;
            return null; // the run was removed meanwhile
        }
    }
}
