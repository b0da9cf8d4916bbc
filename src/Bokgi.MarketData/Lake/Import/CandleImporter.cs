using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Brings candles from CSV, JSON and Parquet files of any maker into the lake.</summary>
/// <param name="lake">Where the candles go.</param>
/// <param name="clock">Tells which bars are still forming.</param>
public sealed class CandleImporter(CandleLake lake, TimeProvider clock)
{
    private const int SampleCount = 5;

    // No market is older and no file of ours needs to be younger; times beyond come of a wrong unit.
    private static readonly TimeRange Plausible = new(0, UnixTime.FromDateTime(new DateTime(3000, 1, 1, 0, 0, 0, DateTimeKind.Utc)));

    /// <summary>Reads and checks a whole file and says how it was understood; writes nothing, so this is the dry run.</summary>
    /// <param name="path">The file; gzip is unpacked.</param>
    /// <param name="options">What the caller knows better.</param>
    /// <exception cref="LakeException">The file is absent, cannot be read whole, or does not tell its market or timeframe.</exception>
    public ImportPlan Read(string path, ImportOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(options);
        var file = new SourceFile(path);
        var intake = new RowIntake(file.Name, options.Timeframe);
        var source = ReadRows(file, intake, options.Zone is null ? null : SourceZone.Parse(options.Zone));
        try
        {
            return Plan(file, source, options);
        }
        catch
        {
            source.Rows.Dispose();
            throw;
        }
    }

    /// <summary>Stores what a plan holds.</summary>
    /// <param name="plan">What <see cref="Read"/> gave.</param>
    /// <param name="cancel">Stops between files; a file is stored whole or not at all.</param>
    /// <exception cref="LakeException">The plan holds no finished bar, or the lake cannot be written.</exception>
    public ImportOutcome Apply(ImportPlan plan, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.FirstUtc is not { } first || plan.LastUtc is not { } last)
            throw new LakeException(LakeErrorKind.InvalidInput, $"{plan.File} holds no finished bar; nothing to store");

        TimeRange? overwrite = plan.Overwrite ? new TimeRange(first, plan.Timeframe.EndOf(last)) : null;
        return new ImportOutcome(plan.Symbol, plan.Timeframe, lake.Write(plan.Symbol, plan.Timeframe, plan.Rows, overwrite, cancel));
    }

    private static SourceRows ReadRows(SourceFile file, RowIntake intake, SourceZone? zone)
    {
        if (file.IsZip)
            throw new LakeException(LakeErrorKind.MalformedFile, $"{file.Name} is a zip archive; unpack it and import what is inside");
        return file.IsParquet ? ParquetRows.Read(file, intake, zone)
            : file.IsJson ? JsonSource.Read(file, intake, zone)
            : CsvSource.Read(file, intake, zone);
    }

    private ImportPlan Plan(SourceFile file, SourceRows source, ImportOptions options)
    {
        var rows = source.Rows;
        var rowsRead = (int)source.Intake.Rows;
        if (rowsRead == 0)
            throw new LakeException(LakeErrorKind.MalformedFile, $"{file.Name} has no rows; it must hold candles");

        var order = source.Intake.Order;
        var outOfOrder = CandleOrder.Sort(rows);
        if (!Plausible.Contains(rows.Times[0]) || !Plausible.Contains(rows.Times[^1]))
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{file.Name} has times from {UnixTime.Format(rows.Times[0])} to {UnixTime.Format(rows.Times[^1])}; they must lie in the years 1970 to 2999"
            );
        var duplicates = CandleOrder.KeepLastOfEqualTimes(rows);
        var (symbol, symbolFrom) = SourceIdentity.SymbolOf(file, source, options);
        var (timeframe, timeframeFrom) = SourceIdentity.TimeframeOf(file, source, options);
        source.Intake.Check(timeframe);
        var warnings = SourceIdentity.Doubts(source, options, symbol, timeframe);
        var forming = RemoveForming(rows, timeframe);
        var (invalid, samples) = FindInvalid(rows);
        return new ImportPlan(rows)
        {
            File = file.Name,
            Format = source.Format,
            Columns = source.Columns,
            Symbol = symbol,
            SymbolFrom = symbolFrom,
            Timeframe = timeframe,
            TimeframeFrom = timeframeFrom,
            Zone = source.Zone,
            RowsRead = rowsRead,
            Order = order,
            OutOfOrder = order == RowOrder.Mixed ? outOfOrder : 0,
            Duplicates = duplicates,
            Forming = forming,
            Invalid = invalid,
            InvalidSamples = samples,
            Warnings = [.. source.Warnings, .. warnings],
            Overwrite = options.Overwrite,
        };
    }

    private int RemoveForming(CandleColumns rows, Timeframe timeframe)
    {
        var now = UnixTime.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var finished = rows.Count;
        while (finished > 0 && timeframe.EndOf(rows.Times[finished - 1]) > now)
            finished--;
        var forming = rows.Count - finished;
        rows.Truncate(finished);
        return forming;
    }

    private static (int Count, IReadOnlyList<InvalidBar> Samples) FindInvalid(CandleColumns rows)
    {
        var samples = new List<InvalidBar>();
        var count = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var candle = rows[i];
            if (candle.IsValid)
                continue;
            count++;
            if (samples.Count < SampleCount)
                samples.Add(new InvalidBar(candle, candle.Fault));
        }

        return (count, samples);
    }
}
