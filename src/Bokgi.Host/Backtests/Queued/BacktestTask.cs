using System.Collections.Concurrent;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Requests;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Runs.Sync;
using Bokgi.Host.Tasks;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>
/// Queued backtests. A run is split by symbols into pieces, and the results of the pieces are assembled into the same result, bit for bit,
/// as a single worker would produce.
/// </summary>
internal sealed class BacktestTask(
    CandleLake lake,
    BacktestReader reader,
    BacktestRunner runner,
    RunArchive archive,
    PieceFiles files,
    RunTimeEstimator runTimes,
    TimeProvider clock
) : ITaskKind
{
    public const string KindName = "backtest";

    // The estimated time that a worker should need for one piece.
    private static readonly TimeSpan PieceDuration = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, BacktestPlan> plans = new(StringComparer.Ordinal);

    public string Name => KindName;

    public string Queue => JobQueues.Backtests;

    public IReadOnlyList<StepPlan> Cut(TaskStep step)
    {
        var plan = GetPlan(step);
        CheckLengths(step);
        var source = runner.OpenCandles(plan, step.Cancel);
        var available = new List<(Symbol Symbol, SeriesOutline Outline)>();
        foreach (var symbol in plan.Request.Symbols)
        {
            step.Cancel.ThrowIfCancellationRequested();
            if (source.HasCandles(symbol))
                available.Add((symbol, lake.Outline(symbol, plan.Request.Timeframe, RangeWithWarmup(plan), step.Cancel)));
        }

        if (available.Count == 0)
            throw SkippedSymbols.CreateException(lake, plan);
        var cashPerSymbol = plan.Request.InitialCash / available.Count;
        var barsPerPiece = (long)(PieceDuration.TotalNanoseconds / runTimes.NanosecondsPerBar(plan.Request.Strategy.Name));
        return [.. CutPieces(available, barsPerPiece, cashPerSymbol)];
    }

    public string DoPiece(TaskStep step)
    {
        var (plan, piece) = (GetPlan(step), FromJson<RunPiece>(step.Payload));
        CheckFiles(piece);
        var started = clock.GetTimestamp();
        using var artifacts = archive.BeginAsync().GetAwaiter().GetResult(); // blocking is fine on the worker's own thread
        var source = runner.OpenCandles(plan, step.Cancel);
        var reports = Backtester.RunPiece(
            plan.Request,
            [.. piece.Symbols.Select(Symbol.Parse)],
            piece.Cash,
            source,
            threads: 1,
            new RunPieceProgress(artifacts, step),
            step.Cancel
        );
        CheckFiles(piece); // throws if candles changed during the replay: some symbols would have old candles, others new ones
        runTimes.Learn(plan.Request.Strategy.Name, step.UnitsDone, clock.GetElapsedTime(started));
        files.Keep(artifacts, step.TaskId, step.AttemptName);
        var (symbols, quality) = source.CreateDocuments(reports);
        return ToJson(new RunPieceOutcome(step.AttemptName, symbols, quality, artifacts.Hashes?.Files));
    }

    public void Finish(TaskStep step, IReadOnlyList<string> outcomes) => FinishAsync(step, outcomes).GetAwaiter().GetResult();

    private async Task FinishAsync(TaskStep step, IReadOnlyList<string> outcomes)
    {
        RunPieceOutcome[] pieces = [.. outcomes.Select(FromJson<RunPieceOutcome>)];
        if (pieces.Any(piece => piece.Empty.Count > 0))
            throw new LostDataException("the run was begun by an earlier version and cannot be completed; submit it again");
        var plan = GetPlan(step);
        SymbolDocument[] symbols = [.. pieces.SelectMany(piece => piece.Symbols)];
        var quality = pieces.SelectMany(piece => piece.Quality).ToDictionary();
        using var artifacts = await archive.BeginAsync();
        var pieceFolders = new List<(string Folder, IReadOnlyDictionary<string, string>? Hashes)>();
        foreach (var piece in pieces)
            pieceFolders.Add((await files.FindOrDownloadAsync(step.TaskId, piece.Attempt, step.Cancel), piece.Hashes));
        var assembled = StoredRun.OpenUnchecked(artifacts.Gather(pieceFolders), artifacts.Hashes!);
        var totals = await assembled.ComputeTotalsAsync(symbols, plan.Request.InitialCash, plan.Request.Timeframe.Name, _ => Advance(step));
        var seconds = (clock.NowUtc() - step.StartedUtc) / 1e6;
        var run = runner.CreateDocument(plan, symbols, quality, totals, seconds);
        await archive.SaveAsync(run, artifacts, context => step.Complete(context, ToJson(RunResult.Of(run))), retryUntil: step.Cancel);
        Tidy(taskId => taskId != step.TaskId);
    }

    public void Tidy(Func<string, bool> isActive)
    {
        foreach (var ended in plans.Keys.Where(taskId => !isActive(taskId)))
            plans.TryRemove(ended, out _);
        files.Tidy(isActive);
    }

    /// <summary>The length of a lake file in bytes; null when it does not exist.</summary>
    public static long? FileLength(CandleLake lake, string name) =>
        new FileInfo(Path.Combine(lake.Root, name)) is { Exists: true } file ? file.Length : null;

    public static string ToJson<T>(T value) => JsonSerializer.Serialize(value, JsonFormat.Compact);

    // Reports progress. Called once per symbol while the totals are computed; returns true, because all symbols are part of the totals.
    private static bool Advance(TaskStep step)
    {
        step.Cancel.ThrowIfCancellationRequested();
        step.Advance(1);
        return true;
    }

    // The run's range, extended backwards by the length of the warm-up. If bars are missing, the actual warm-up begins earlier, perhaps in
    // files whose lengths and hashes are not compared. The run's fingerprint still covers the bars of these files.
    private static TimeRange RangeWithWarmup(BacktestPlan plan)
    {
        var (range, warmup) = (plan.Request.Range, plan.Warmup * plan.Request.Timeframe.NominalMicroseconds);
        return range with { StartUtc = range.StartUtc - warmup };
    }

    private static T FromJson<T>(string json) => JsonSerializer.Deserialize<T>(json, JsonFormat.Compact)!;

    // Each process parses the request of a task only once.
    private BacktestPlan GetPlan(TaskStep step) => plans.GetOrAdd(step.TaskId, _ => reader.Read(FromJson<BacktestForm>(step.Request)));

    private IEnumerable<StepPlan> CutPieces(List<(Symbol Symbol, SeriesOutline Outline)> symbols, long barsPerPiece, double cashPerSymbol)
    {
        var (pieceStart, rows) = (0, 0L);
        for (var i = 0; i < symbols.Count; i++)
        {
            rows += symbols[i].Outline.Rows;
            if (rows < barsPerPiece && i < symbols.Count - 1)
                continue;
            var piece = symbols.GetRange(pieceStart, i + 1 - pieceStart);
            var names = piece.SelectMany(entry => entry.Outline.Files).Distinct(StringComparer.Ordinal);
            var hashes = names.ToDictionary(name => name, name => lake.HashOf(name) ?? throw new DifferingDataException(name));
            yield return new StepPlan(
                ToJson(new RunPiece([.. piece.Select(entry => entry.Symbol.Code)], cashPerSymbol, hashes)),
                Math.Max(1, rows)
            );
            (pieceStart, rows) = (i + 1, 0);
        }
    }

    // When a task is split again, its payload is empty, so no lengths are compared, and the pieces use the files as they are at that time.
    private void CheckLengths(TaskStep step) =>
        ThrowIfChanged(FromJson<Dictionary<string, long>>(step.Payload), file => FileLength(lake, file.Key) == file.Value);

    private void CheckFiles(RunPiece piece) => ThrowIfChanged(piece.Files, file => lake.HashOf(file.Key) == file.Value);

    private static void ThrowIfChanged<T>(IEnumerable<KeyValuePair<string, T>> files, Func<KeyValuePair<string, T>, bool> isSame)
    {
        foreach (var file in files)
        {
            if (!isSame(file))
                throw new DifferingDataException(file.Key);
        }
    }

    /// <summary>The payload of a piece: consecutive symbols of the run, the cash for each, and the hash of each of their candle files.</summary>
    private sealed record RunPiece(IReadOnlyList<string> Symbols, double Cash, IReadOnlyDictionary<string, string> Files);
}
