namespace Bokgi.Host.Candles;

internal static class CandleTable
{
    private const int RowsAtEachEnd = 10;
    private const int OmittedRowsMarker = -1;

    public static void Write(CandleBatch batch, Shell shell)
    {
        IEnumerable<int> rows = Enumerable.Range(0, batch.Count);
        if (batch.Count > 2 * RowsAtEachEnd)
            rows = [.. rows.Take(RowsAtEachEnd), OmittedRowsMarker, .. rows.TakeLast(RowsAtEachEnd)];
        shell.Write(
            rows,
            new("timestamp", row => row == OmittedRowsMarker ? "…" : UnixTime.Format(batch.Times[row])),
            new("symbol", row => row == OmittedRowsMarker ? string.Empty : batch.Symbols[batch.SymbolIndex[row]].Code),
            new("timeframe", row => row == OmittedRowsMarker ? string.Empty : batch.Timeframe.Name),
            NumberColumn("open", candle => candle.Open),
            NumberColumn("high", candle => candle.High),
            NumberColumn("low", candle => candle.Low),
            NumberColumn("close", candle => candle.Close),
            NumberColumn("volume", candle => candle.Volume)
        );
        shell.Out.WriteLine($"{batch.Count:N0} {Shell.Localize("행", "rows")}");

        TextColumn<int> NumberColumn(string heading, Func<Candle, double> get) =>
            new(
                heading,
                row => row == OmittedRowsMarker ? string.Empty : get(batch[row]).ToString("#,0.##########", CultureInfo.InvariantCulture),
                IsNumber: true
            );
    }
}
