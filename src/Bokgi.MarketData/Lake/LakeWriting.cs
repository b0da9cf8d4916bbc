using Bokgi.MarketData.Locking;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// Executes a write. Rows are written to the files of their UTC years before they are removed from other files, so that a crash in between
/// loses no row.
/// </summary>
internal sealed class LakeWriting
{
    private const string LockName = ".lock";

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(60);

    private readonly LakeLayout layout;
    private readonly string folder;
    private readonly SortedSet<string> changedFiles = new(StringComparer.Ordinal);
    private WriteRequest request;

    private LakeWriting(LakeLayout layout, WriteRequest request) =>
        (this.layout, this.request, folder) = (layout, request, layout.Folder(request.Symbol, request.Timeframe));

    /// <summary>Writes rows in any order; does not modify the caller's columns.</summary>
    public static WriteSummary Write(
        LakeLayout layout,
        Symbol symbol,
        Timeframe timeframe,
        CandleColumns rows,
        TimeRange? overwrittenRange,
        long[] removedTimes,
        CancellationToken cancel
    )
    {
        if (rows.Count == 0 && overwrittenRange is null)
            return new WriteSummary(
                symbol,
                timeframe,
                Added: 0,
                Replaced: 0,
                Unchanged: 0,
                Removed: 0,
                LeftOut: 0,
                Duplicates: 0,
                Files: []
            );

        if (IsInOrder(rows.Times))
            return WriteOrdered(rows);
        using var sorted = new CandleColumns(rows.Count);
        sorted.Append(rows);
        CandleOrder.Sort(sorted);
        var duplicates = CandleOrder.KeepLastOfEqualTimes(sorted);
        return WriteOrdered(sorted) with { Duplicates = duplicates };

        WriteSummary WriteOrdered(CandleColumns ordered) =>
            new LakeWriting(layout, new WriteRequest(symbol, timeframe, ordered, overwrittenRange) { RemovedTimes = removedTimes }).Run(
                cancel
            );
    }

    /// <summary>All stored rows of a range, in order and without duplicate times.</summary>
    public static CandleColumns ReadRows(LakeLayout layout, Symbol symbol, Timeframe timeframe, TimeRange range, CancellationToken cancel)
    {
        var rows = new CandleColumns();
        try
        {
            new SymbolFiles(layout, symbol, timeframe).Read(range, rows, cancel);
            CandleOrder.Sort(rows);
            CandleOrder.KeepLastOfEqualTimes(rows);
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>Locks a folder for the caller until the lock is disposed.</summary>
    /// <exception cref="LakeException">Another writer held the folder for too long.</exception>
    public static FileLock LockFolder(LakeLayout layout, string folder, CancellationToken cancel)
    {
        InheritedPermissions.CreateFolder(layout.Root, folder);
        var path = Path.Combine(folder, LockName);
        var isNew = !File.Exists(path);
        var folderLock =
            FileLock.TryAcquire(path, LockTimeout, cancel)
            ?? throw new LakeException(
                LakeErrorKind.Busy,
                $"{layout.NameOf(folder)} is being written by another process; try again in a minute"
            );
        if (isNew)
            InheritedPermissions.InheritFromFolder(path);
        return folderLock;
    }

    /// <summary>Sorts the rows of a symbol and timeframe and drops duplicates.</summary>
    // Overwrites the range from the first row to the last, so that no second copy of a row remains. Files that need no change are kept.
    public static FixSummary Fix(LakeLayout layout, Symbol symbol, Timeframe timeframe, CancellationToken cancel)
    {
        using var folderLock = LockFolder(layout, layout.Folder(symbol, timeframe), cancel);
        using var rows = new CandleColumns();
        new SymbolFiles(layout, symbol, timeframe).Read(TimeRange.All, rows, cancel);
        var outOfOrder = CandleOrder.Sort(rows);
        var duplicates = CandleOrder.KeepLastOfEqualTimes(rows);
        if (outOfOrder + duplicates == 0)
            return new FixSummary(symbol, timeframe, rows.Count, Duplicates: 0, OutOfOrder: 0, Files: []);
        var range = new TimeRange(rows.Times[0], rows.Times[^1] + 1);
        var written = new LakeWriting(layout, new WriteRequest(symbol, timeframe, rows, range)).RunLocked(cancel);
        return new FixSummary(symbol, timeframe, rows.Count, duplicates, outOfOrder, written.Files);
    }

    private static bool IsInOrder(ReadOnlySpan<long> times)
    {
        for (var i = 1; i < times.Length; i++)
        {
            if (times[i] <= times[i - 1])
                return false;
        }

        return true;
    }

    private WriteSummary Run(CancellationToken cancel)
    {
        using var folderLock = LockFolder(layout, folder, cancel);
        return RunLocked(cancel);
    }

    // The caller must hold the folder's lock.
    private WriteSummary RunLocked(CancellationToken cancel)
    {
        AtomicFile.RemoveLeftovers(folder);

        using var before = ReadRows(layout, request.Symbol, request.Timeframe, request.AffectedRange, cancel);
        using var accepted = new CandleColumns();
        var leftOut = LeaveOutInvalid(before, accepted);
        var summary = WriteComparison.Compare(before, request) with { LeftOut = leftOut };
        HashSet<string> written = new(StringComparer.Ordinal);
        HashSet<string> withStaleRows = new(StringComparer.Ordinal);
        foreach (var (year, from, to) in request.SplitByYear())
        {
            var file = layout.File(request.Symbol, request.Timeframe, year);
            written.Add(file.Path);
            if (WriteYear(file, from, to, cancel))
                withStaleRows.Add(file.Path);
        }

        foreach (var file in layout.Files(request.Symbol, request.Timeframe))
        {
            if (!written.Contains(file.Path) || withStaleRows.Contains(file.Path))
                RemoveStale(file, written.Contains(file.Path), cancel);
        }

        return summary with
        {
            Files = [.. changedFiles],
        };
    }

    // An invalid row never replaces a valid one. If the request has rows that would, copies all its other rows to `accepted`, which become the
    // request's rows. Returns the number of rows left out.
    private int LeaveOutInvalid(CandleColumns before, CandleColumns accepted)
    {
        var keptTimes = new List<long>();
        for (var i = 0; i < request.Rows.Count; i++)
        {
            var row = request.Rows[i];
            if (!row.IsValid && before.Times.BinarySearch(row.TimeUtc) is >= 0 and var index && before[index].IsValid)
                keptTimes.Add(row.TimeUtc);
        }

        if (keptTimes.Count == 0)
            return 0;
        foreach (var i in Enumerable.Range(0, request.Rows.Count).Where(i => keptTimes.BinarySearch(request.Rows.Times[i]) < 0))
            accepted.Add(request.Rows[i]);
        request = request with { Rows = accepted, KeptTimes = [.. keptTimes] };
        return keptTimes.Count;
    }

    /// <returns>Whether the file also holds rows of other years that are now stale.</returns>
    private bool WriteYear(YearFile file, int from, int to, CancellationToken cancel)
    {
        using var existing = ReadSorted(file, TimeRange.All, cancel, out var needsCleanup);
        using var merged = YearMerge.Merge(existing, request, file.Year, from, to, out var isChanged);
        if (isChanged || needsCleanup)
        {
            RowLimit.CheckWrite(file, merged.Count);
            Replace(file, merged, cancel);
        }

        return existing.Times.ToArray().Any(time => IsStale(file, isWritten: true, time));
    }

    private void RemoveStale(YearFile file, bool isWritten, CancellationToken cancel)
    {
        using (var affected = ReadSorted(file, request.AffectedRange, cancel, out _))
        {
            if (!affected.Times.ToArray().Any(time => IsStale(file, isWritten, time)))
                return;
        }

        using var rows = ReadSorted(file, TimeRange.All, cancel, out _);
        using var keptRows = new CandleColumns(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            if (!IsStale(file, isWritten, rows.Times[i]))
                keptRows.Add(rows[i]);
        }

        Replace(file, keptRows, cancel);
    }

    // Whether a row must be removed from a file. A file that was written keeps the rows of its own year. In other files and for other
    // years, a row is stale if the request removes it, or if the row's new values are now in another file. In a folder with another
    // spelling, old values may stay, because the canonical folder takes precedence.
    private bool IsStale(YearFile file, bool isWritten, long time) =>
        !(isWritten && UtcYear.Of(time) == file.Year)
        && (request.RemovesStoredRow(time) || (request.HasRow(time) && Path.GetDirectoryName(file.Path) == folder));

    private void Replace(YearFile file, CandleColumns rows, CancellationToken cancel)
    {
        if (rows.Count > 0)
            AtomicFile.Replace(file.Path, path => CandleParquet.Write(path, request.Symbol, request.Timeframe, rows, cancel));
        else
            AtomicFile.Delete(file.Path);
        changedFiles.Add(file.Name);
    }

    private static CandleColumns ReadSorted(YearFile file, TimeRange range, CancellationToken cancel, out bool needsCleanup)
    {
        var rows = new CandleColumns();
        try
        {
            if (File.Exists(file.Path))
            {
                using var opened = CandleFile.Open(file);
                opened?.Read(range, rows, cancel);
            }

            needsCleanup = CandleOrder.Sort(rows) + CandleOrder.KeepLastOfEqualTimes(rows) > 0;
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }
}
