using System.Globalization;
using System.Text.Json;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Sync;
using Bokgi.Host.Storage;
using Bokgi.Markets;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Runs.Store;

/// <summary>
/// Stores runs and finds them again. A run's files are in place before the row that names them is added, and are removed after the row.
/// </summary>
internal sealed class RunStore
{
    private const int Attempts = 100;

    private readonly BokgiDatabase database;
    private readonly ArtifactFolders folders;
    private readonly FileHashCache hashes;

    /// <param name="database">Holds the rows.</param>
    /// <param name="settings">Say where the files are.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="objects">The object store to which files are uploaded; null when they stay on this machine.</param>
    public RunStore(BokgiDatabase database, HostSettings settings, TimeProvider clock, IObjectStore? objects = null)
    {
        this.database = database;
        folders = new ArtifactFolders(Path.Combine(settings.StateRoot, "results"), database.Name, goOn: objects is not null);
        hashes = new FileHashCache(clock);
        Carrier = objects is null ? null : new ArtifactSync(folders, objects, Knows, clock);
        Migration = Carrier is null ? null : new StorageMigration(folders, Carrier, Knows, HashesOf);
        Pieces = new PieceFiles(folders, settings.DatabaseUrl.Length > 0 ? Carrier : null, clock);
    }

    /// <summary>Uploads files to the object store; null when there is none.</summary>
    public ArtifactSync? Carrier { get; }

    /// <summary>Moves files into the object store and back; null when there is none.</summary>
    public StorageMigration? Migration { get; }

    /// <summary>The files of runs that are made in pieces.</summary>
    public PieceFiles Pieces { get; }

    /// <summary>Starts the files of a new run.</summary>
    public RunArtifacts Begin() => folders.Begin();

    /// <summary>Stores a finished run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="artifacts">Its files.</param>
    /// <param name="beside">Other changes for the same transaction, if any; when it throws, nothing is stored.</param>
    /// <param name="insist">When given, an unavailable database is retried until this token is cancelled.</param>
    public void Save(RunDocument run, RunArtifacts artifacts, Action<BokgiContext>? beside = null, CancellationToken? insist = null)
    {
        var createdUtc = UnixTime.FromDateTime(DateTimeOffset.Parse(run.Metadata.ExecutionDate, CultureInfo.InvariantCulture).UtcDateTime);
        var folder = $"backtests/{UnixTime.ToDateTime(createdUtc + KoreanTime.OffsetMicroseconds):yyyy-MM-dd}/{run.RunId}";
        folders.Keep(
            artifacts,
            folder,
            () =>
            {
                if (insist is { } cancel)
                    DatabaseRetry.RetryUntilAvailable(() => Add(Row(run, createdUtc, folder, artifacts.Hashes), beside), cancel);
                else
                    Add(Row(run, createdUtc, folder, artifacts.Hashes), beside);
            },
            () => Knows(folder)
        );
        Carrier?.Signal();
    }

    private void Add(RunRow row, Action<BokgiContext>? beside)
    {
        using var context = database.OpenForWriting();
        using var transaction = context.Database.BeginTransaction();
        context.Add(row);
        context.Audit(row.RunId);
        context.SaveChanges();
        beside?.Invoke(context);
        transaction.Commit();
    }

    /// <summary>A run in its current state; null when there is none.</summary>
    public RunDocument? Find(string runId) => IsRunId(runId) ? First(runs => runs.Where(run => run.RunId == runId)) : null;

    /// <summary>The newest run; null when there is none.</summary>
    public RunDocument? Latest() => First(runs => runs.OrderByDescending(run => run.CreatedUtc).ThenByDescending(run => run.Number));

    /// <summary>Ids of runs that begin with <paramref name="prefix"/>, newest first, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<string> Matching(string prefix, int limit)
    {
        using var context = database.Open();
        return
        [
            .. context
                .Set<RunRow>()
                .Where(run => run.RunId.StartsWith(prefix))
                .OrderByDescending(run => run.Number)
                .Take(limit)
                .Select(run => run.RunId),
        ];
    }

    /// <summary>A page of the runs that match a query.</summary>
    public RunPage List(RunQuery query)
    {
        using var context = database.Open();
        return RunHistory.List(context, query);
    }

    /// <summary>A run's trades, signals and equity; null when there is no such run.</summary>
    public StoredRun? FindFiles(string runId)
    {
        if (!IsRunId(runId))
            return null;
        using var context = database.Open();
        return Kept(context).FirstOrDefault(run => run.RunId == runId) is { } kept ? Files(kept) : null;
    }

    /// <summary>The files of all runs, oldest first.</summary>
    public IReadOnlyList<RunFiles> AllFiles()
    {
        using var context = database.Open();
        return [.. Kept(context).OrderBy(run => run.Number)];
    }

    /// <summary>The path of a run's files on this machine, not counting copies; null when they are not here.</summary>
    public string? PlaceOf(RunFiles run) => folders.Of(run.Folder) is var place && Directory.Exists(place) ? place : null;

    /// <summary>
    /// The hashes of a run's files. If the run was stored without hashes, they are computed from its files now and stored.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="place">The folder that holds its files.</param>
    /// <returns>Null when no hashes are stored and a file is missing.</returns>
    public ArtifactHashes? HashesOf(RunFiles run, string place)
    {
        if (ArtifactHashes.Read(run.FileHashes) is { } kept)
            return kept;
        if (ArtifactHashes.Take(place, hashes) is not { } taken)
            return null;
        try
        {
            using var context = database.OpenForWriting();
            var row = context.Set<RunDocumentRow>().Where(document => document.RunNumber == run.Number);
            row.Where(document => document.FileHashes == null)
                .ExecuteUpdate(change => change.SetProperty(document => document.FileHashes, taken.Write()));
            return ArtifactHashes.Read(row.Select(document => document.FileHashes).FirstOrDefault()) ?? taken;
        }
        catch (Exception busy) when (busy.IsDatabaseDown())
        {
            return taken; // the next reader stores them
        }
    }

    /// <summary>Changes a run's description and tags; null leaves a value unchanged.</summary>
    /// <returns>The run; null when there is none.</returns>
    public RunDocument? Describe(string runId, string? description, IReadOnlyList<string>? tags) =>
        Change(
            runId,
            row =>
            {
                if (description is not null)
                    row.SetDescription(description.Length > 0 ? description : null);
                if (tags is not null)
                    SetTags(row, [.. tags.Distinct()]);
                return true;
            }
        );

    /// <summary>Includes a symbol in a run's totals, or excludes it.</summary>
    /// <returns>The run; null when there is no such run or symbol.</returns>
    /// <exception cref="ConflictException">It is the last active symbol.</exception>
    public RunDocument? Activate(string runId, string symbol, bool isActive) =>
        Change(
            runId,
            row =>
            {
                if (row.Symbols.Find(each => each.Symbol == symbol) is not { } found)
                    return false;
                found.IsActive = isActive;
                var made = Made(row);
                var active = row.Symbols.Where(each => each.IsActive).Select(each => each.Symbol).ToHashSet();
                if (active.Count == 0)
                    throw new ConflictException($"{symbol} is the last active symbol of the run; switch another one on first");
                var isWhole = active.Count == row.Symbols.Count;
                var totals = isWhole
                    ? made.Totals
                    : Files(RunFiles.Of(row)).Totals(made.Symbols, made.InitialCash, made.Timeframe, active.Contains);
                row.Document!.ActiveTotals = isWhole ? null : JsonSerializer.Serialize(totals, JsonFormat.Compact);
                row.SetTotals(totals);
                return true;
            }
        );

    /// <summary>Removes a run and its files.</summary>
    /// <returns>Whether there was such a run.</returns>
    public bool Delete(string runId)
    {
        string? folder;
        using (var context = database.Open())
            folder = Folder(context, runId);
        if (folder is null)
            return false;
        var isGone = folders.Drop(folder, () => Forget(runId));
        Carrier?.Signal();
        return isGone;
    }

    /// <summary>The folders of all runs, oldest first.</summary>
    public IReadOnlyList<string> Folders()
    {
        using var context = database.Open();
        return [.. context.Set<RunRow>().OrderBy(run => run.Number).Select(run => run.ArtifactFolder)];
    }

    /// <summary>Ids of runs that were made before a time, oldest first.</summary>
    /// <param name="beforeUtc">Microseconds since the Unix epoch, UTC.</param>
    public IReadOnlyList<string> OlderThan(long beforeUtc)
    {
        using var context = database.Open();
        return [.. context.Set<RunRow>().Where(run => run.CreatedUtc < beforeUtc).OrderBy(run => run.CreatedUtc).Select(run => run.RunId)];
    }

    /// <summary>Whether a sweep may find something.</summary>
    public bool HasLeftovers => folders.HasLeftovers;

    /// <summary>
    /// Removes files that killed processes left behind, but not those that another process is writing or another database names.
    /// </summary>
    /// <returns>How many folders were removed.</returns>
    public int Sweep() => folders.Sweep(Knows);

    private bool Forget(string runId)
    {
        using var context = database.OpenForWriting();
        using var transaction = context.Database.BeginTransaction();
        if (context.Set<RunRow>().Where(run => run.RunId == runId).ExecuteDelete() == 0)
            return false;
        context.Audit();
        context.SaveChanges();
        transaction.Commit();
        return true;
    }

    // The folder's last part is the run's id.
    private bool Knows(string folder)
    {
        var runId = Path.GetFileName(folder);
        using var context = database.Open();
        return context.Set<RunRow>().Any(run => run.RunId == runId);
    }

    private static bool IsRunId(string text) => Guid.TryParseExact(text, "D", out _);

    private static string? Folder(BokgiContext context, string runId) =>
        IsRunId(runId) ? context.Set<RunRow>().Where(run => run.RunId == runId).Select(run => run.ArtifactFolder).FirstOrDefault() : null;

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

    private StoredRun Files(RunFiles run) =>
        new(
            run.RunId,
            () => MadeSymbols(run.Number),
            () => Carrier is null ? folders.FindAll(run.Folder) : Carrier.Places(run.Folder),
            hashes.Of,
            place => HashesOf(run, place)
        );

    private IReadOnlyList<SymbolDocument>? MadeSymbols(long number)
    {
        using var context = database.Open();
        var row = context.Set<RunRow>().Include(run => run.Document).AsNoTracking().FirstOrDefault(run => run.Number == number);
        return row is null ? null : Made(row).Symbols;
    }

    private ArtifactHashes? HashesOf(string folder)
    {
        var runId = Path.GetFileName(folder);
        using var context = database.Open();
        return ArtifactHashes.Read(Kept(context).Where(run => run.RunId == runId).Select(run => run.FileHashes).FirstOrDefault());
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

    private RunDocument? First(Func<IQueryable<RunRow>, IQueryable<RunRow>> which)
    {
        using var context = database.Open();
        using var snapshot = context.BeginSnapshot();
        return which(Whole(context)).FirstOrDefault() is { } row ? Document(row) : null;
    }

    // Concurrent changes are detected by the revision; the second writer reloads the row and applies its change to the new state.
    private RunDocument? Change(string runId, Func<RunRow, bool> change)
    {
        for (var attempt = 1; IsRunId(runId); attempt++)
        {
            using var context = database.Open();
            if (Whole(context).FirstOrDefault(run => run.RunId == runId) is not { } row || !change(row))
                return null;
            row.Revision++;
            context.Audit();
            try
            {
                context.SaveChanges();
                return Document(row);
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // Another change was saved first: try again.
            }
            catch (DbUpdateException) when (!Knows(row.ArtifactFolder))
            {
                return null; // the run was removed meanwhile
            }
        }

        return null;
    }
}
