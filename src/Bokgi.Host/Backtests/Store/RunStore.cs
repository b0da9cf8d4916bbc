using System.Globalization;
using System.Text.Json;
using Bokgi.Host.Backtests.Artifacts;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.Settings;
using Bokgi.Markets;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Backtests.Store;

/// <summary>Keeps runs and finds them again. A run's files are in place before the row that names them, and go after it.</summary>
internal sealed class RunStore(BokgiDatabase database, HostSettings settings)
{
    private const int Attempts = 100;

    private string Root => Path.Combine(settings.StateRoot, "results");

    /// <summary>Where a run that is being made writes its files.</summary>
    public RunArtifacts Begin() => new(Path.Combine(Root, ".making", Guid.NewGuid().ToString("N")));

    /// <summary>Keeps a finished run.</summary>
    public void Save(RunDocument run, RunArtifacts artifacts)
    {
        var createdUtc = UnixTime.FromDateTime(DateTimeOffset.Parse(run.Metadata.ExecutionDate, CultureInfo.InvariantCulture).UtcDateTime);
        var folder = $"backtests/{UnixTime.ToDateTime(createdUtc + KoreanTime.OffsetMicroseconds):yyyy-MM-dd}/{run.RunId}";
        artifacts.MoveTo(Path.Combine(Root, folder));
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
            Description = run.Description,
            ArtifactFolder = folder,
            ExecutionTime = run.ExecutionTime,
            Symbols = [.. run.Symbols.Select(symbol => new RunSymbolRow { RunId = run.RunId, Symbol = symbol.Symbol })],
            Tags = [.. run.Tags.Distinct().Select(tag => new RunTagRow { RunId = run.RunId, Tag = tag })],
            Document = new RunDocumentRow { RunId = run.RunId, Json = JsonSerializer.Serialize(run, JsonFormat.Options) },
        };
        row.SetTotals(run.Totals);
        using var context = database.Open();
        context.Add(row);
        context.SaveChanges();
    }

    /// <summary>A run as it stands now; null when there is none.</summary>
    public RunDocument? Find(string runId)
    {
        using var context = database.Open();
        return Whole(context).FirstOrDefault(run => run.RunId == runId) is { } row ? Document(row) : null;
    }

    /// <summary>The newest run; null when there is none.</summary>
    public RunDocument? Latest()
    {
        using var context = database.Open();
        return Whole(context).OrderByDescending(run => run.CreatedUtc).ThenByDescending(run => run.RunId).FirstOrDefault() is { } row ? Document(row) : null;
    }

    /// <summary>A run's trades, signals and equity; null when there is no such run.</summary>
    public StoredRun? FindFiles(string runId)
    {
        using var context = database.Open();
        var folder = context.Set<RunRow>().Where(run => run.RunId == runId).Select(run => run.ArtifactFolder).FirstOrDefault();
        return folder is null ? null : Files(folder);
    }

    /// <summary>Changes what a person may say of a run.</summary>
    /// <returns>The run; null when there is none.</returns>
    public RunDocument? Describe(string runId, string? description, IReadOnlyList<string>? tags) =>
        Change(
            runId,
            (context, row) =>
            {
                row.Description = description ?? row.Description;
                if (tags is null)
                    return;
                context.RemoveRange(row.Tags);
                row.Tags.Clear();
                row.Tags.AddRange(tags.Distinct().Select(tag => new RunTagRow { RunId = runId, Tag = tag }));
            }
        );

    /// <summary>Lets a symbol count in a run's totals or not.</summary>
    /// <returns>The run; null when there is no such run or symbol.</returns>
    public RunDocument? Activate(string runId, string symbol, bool isActive) =>
        Change(
            runId,
            (_, row) =>
            {
                if (row.Symbols.Find(each => each.Symbol == symbol) is not { } found)
                    return;
                found.IsActive = isActive;
                var made = Made(row);
                var active = row.Symbols.Where(each => each.IsActive).Select(each => each.Symbol).ToHashSet();
                if (active.Count == 0)
                    throw new ConflictException($"{symbol} is the last active symbol of the run; switch another one on first");
                var isWhole = active.Count == row.Symbols.Count;
                var totals = isWhole ? made.Totals : Files(row.ArtifactFolder).Totals(made, active.Contains);
                row.Document!.ActiveTotals = isWhole ? null : JsonSerializer.Serialize(totals, JsonFormat.Options);
                row.SetTotals(totals);
            }
        );

    /// <summary>Removes a run and its files.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Delete(string runId)
    {
        using var context = database.Open();
        var folder = context.Set<RunRow>().Where(run => run.RunId == runId).Select(run => run.ArtifactFolder).FirstOrDefault();
        if (folder is null || context.Set<RunRow>().Where(run => run.RunId == runId).ExecuteDelete() == 0)
            return false;
        var path = Path.Combine(Root, folder);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        return true;
    }

    private static IQueryable<RunRow> Whole(BokgiContext context) =>
        context.Set<RunRow>().Include(run => run.Symbols).Include(run => run.Tags).Include(run => run.Document).AsSplitQuery();

    private static RunDocument Made(RunRow row) => JsonSerializer.Deserialize<RunDocument>(row.Document!.Json, JsonFormat.Options)!;

    private static RunDocument Document(RunRow row)
    {
        var made = Made(row);
        var isActive = row.Symbols.ToDictionary(symbol => symbol.Symbol, symbol => symbol.IsActive);
        var totals = row.Document!.ActiveTotals is { } active ? JsonSerializer.Deserialize<FiguresDocument>(active, JsonFormat.Options)! : made.Totals;
        return made with
        {
            Symbols = [.. made.Symbols.Select(symbol => symbol with { IsActive = isActive[symbol.Symbol] })],
            Totals = totals,
            TotalSignals = totals.Signals,
            TotalTrades = totals.Trades,
            Description = row.Description,
            Tags = [.. row.Tags.Select(tag => tag.Tag).Order(StringComparer.Ordinal)],
        };
    }

    private StoredRun Files(string folder) => new(Path.Combine(Root, folder));

    // Changes at once are noticed by the revision; whoever comes second looks again and changes what the first one left.
    private RunDocument? Change(string runId, Action<BokgiContext, RunRow> change)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var context = database.Open();
            if (Whole(context).FirstOrDefault(run => run.RunId == runId) is not { } row)
                return null;
            change(context, row);
            row.Revision++;
            try
            {
                context.SaveChanges();
                return Document(row);
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // Another change came first.
            }
        }
    }
}
