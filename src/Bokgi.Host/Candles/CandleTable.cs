using System.Globalization;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Spectre.Console;

namespace Bokgi.Host.Candles;

/// <summary>Prints the first and last rows of a batch, for people.</summary>
internal static class CandleTable
{
    private const int RowsAtEachEnd = 10;

    public static void Write(CandleBatch batch, Shell shell)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("timestamp", "symbol", "timeframe");
        foreach (var name in (string[])["open", "high", "low", "close", "volume"])
            table.AddColumn(new TableColumn(name).RightAligned());
        for (var i = 0; i < batch.Count; i++)
        {
            if (i == RowsAtEachEnd && batch.Count > 2 * RowsAtEachEnd)
            {
                table.AddRow("…");
                i = batch.Count - RowsAtEachEnd;
            }

            table.AddRow(Cells(batch, i));
        }

        shell.Write(table);
        shell.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{batch.Count:N0} {Shell.Say("행", "rows")}"));
    }

    private static string[] Cells(CandleBatch batch, int row)
    {
        var candle = batch[row];
        return
        [
            UnixTime.Format(candle.TimeUtc),
            batch.Symbols[batch.SymbolIndex[row]].Code,
            batch.Timeframe.Name,
            Text(candle.Open),
            Text(candle.High),
            Text(candle.Low),
            Text(candle.Close),
            Text(candle.Volume),
        ];
    }

    private static string Text(double value) => value.ToString("#,0.##########", CultureInfo.InvariantCulture);
}
