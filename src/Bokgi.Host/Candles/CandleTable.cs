namespace Bokgi.Host.Candles;

internal static class CandleTable
{
    private const int RowsAtEachEnd = 10;
    private const int LeftOut = -1;

    public static void Write(CandleBatch batch, Shell shell)
    {
        IEnumerable<int> rows = Enumerable.Range(0, batch.Count);
        if (batch.Count > 2 * RowsAtEachEnd)
            rows = [.. rows.Take(RowsAtEachEnd), LeftOut, .. rows.TakeLast(RowsAtEachEnd)];
        shell.Write(
            rows,
            new("timestamp", row => row == LeftOut ? "…" : UnixTime.Format(batch.Times[row])),
            new("symbol", row => row == LeftOut ? string.Empty : batch.Symbols[batch.SymbolIndex[row]].Code),
            new("timeframe", row => row == LeftOut ? string.Empty : batch.Timeframe.Name),
            Number("open", candle => candle.Open),
            Number("high", candle => candle.High),
            Number("low", candle => candle.Low),
            Number("close", candle => candle.Close),
            Number("volume", candle => candle.Volume)
        );
        shell.Out.WriteLine($"{batch.Count:N0} {Shell.Say("행", "rows")}");

        TextColumn<int> Number(string heading, Func<Candle, double> get) =>
            new(
                heading,
                row => row == LeftOut ? string.Empty : get(batch[row]).ToString("#,0.##########", CultureInfo.InvariantCulture),
                IsNumber: true
            );
    }
}
