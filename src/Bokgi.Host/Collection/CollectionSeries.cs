namespace Bokgi.Host.Collection;

/// <summary>A series of an exchange to collect. The stored candles of a series have one source.</summary>
internal sealed record CollectionSeries(string Exchange, Symbol Symbol, Timeframe Timeframe)
{
    /// <summary>Why the series cannot be collected, given the lake's collection record of it; null when it can.</summary>
    public string? SourceConflictWith(CollectionRecord? record) =>
        record is null || record.Source == Exchange
            ? null
            : $"{this} in the lake {(record.Source == CollectionRecord.Synthetic ? "is synthetic" : $"was collected from {record.Source}")}, and candles of {Exchange} are not mixed with it; use another --data-root (DATA_ROOT), or remove the folder {Symbol}/{Timeframe} there";

    /// <exception cref="InvalidInputException">The series cannot be collected, given the lake's collection record of it.</exception>
    public void CheckSource(CollectionRecord? record)
    {
        if (SourceConflictWith(record) is { } refusal)
            throw InvalidInputException.ForField("symbols", refusal);
    }

    /// <summary>Open time of the newest stored bar; null if there is none.</summary>
    public string? NewestTime(CandleLake lake) =>
        lake.Inventory(Symbol, Timeframe).Max(file => file.LastUtc) is { } newest ? UnixTime.Format(newest) : null;

    public override string ToString() => $"{Symbol} {Timeframe}";
}
