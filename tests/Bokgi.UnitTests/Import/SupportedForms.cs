using System.Globalization;
using System.Text;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Series;

namespace Bokgi.UnitTests.Import;

/// <summary>Writes bars in forms that state everything that the importer needs. Each method returns file name, text and options.</summary>
internal static class SupportedForms
{
    private static readonly string[] Layouts = ["bithumb", "kucoin", "bitfinex", "coinbase", "gateio", "okx", "kraken", "binance", "upbit"];

    public static (string, string, ImportOptions) Csv(Random random, Candle[] bars, UnfinishedMarks? marks, TimeFormat timeFormat)
    {
        var columns = Columns(random, bars, marks, timeFormat);
        if (random.Next(2) == 0)
            columns.Add(
                (
                    RandomFile.Pick(random, "value", "trades", "Quote Volume", "Adj Close"),
                    i => RandomFile.Number(bars[i].Volume * bars[i].Close)
                )
            );
        RandomFile.Shuffle(random, columns);
        var separator = RandomFile.Pick(random, ",", ";", "\t");
        var text = new StringBuilder();
        if (random.Next(4) == 0)
            text.Append(RandomFile.Pick(random, "https://www.CryptoDataDownload.com\n", "# exported\n", "\n"));
        text.AppendLine(string.Join(separator, columns.Select(column => column.Name)));
        foreach (var i in RowIndexes(random, bars.Length))
            text.AppendLine(string.Join(separator, columns.Select(column => column.Cell(i))));
        return ("a.csv", text.ToString(), new ImportOptions());
    }

    public static (string, string, ImportOptions) Headerless(Candle[] bars, TimeFormat timeFormat) =>
        (
            "a.csv",
            string.Concat(
                bars.Select(bar =>
                    $"{timeFormat.Write(bar.TimeUtc)},{RandomFile.Number(bar.Open)},{RandomFile.Number(bar.High)},{RandomFile.Number(bar.Low)},{RandomFile.Number(bar.Close)},{RandomFile.Number(bar.Volume)}\n"
                )
            ),
            new ImportOptions()
        );

    public static (string, string, ImportOptions) Arrays(Random random, Candle[] bars, TimeFormat timeFormat)
    {
        var layout = RandomFile.Pick(random, Layouts);
        var usesColumns = random.Next(3) == 0;
        string[] order = [.. ArrayLayout.All.First(known => known.Name == layout).Columns.Split(',')];
        if (usesColumns) // instead of a known layout, the options list the columns
        {
            RandomFile.Shuffle(random, order);
            layout = null;
        }

        var rows = RowIndexes(random, bars.Length)
            .Select(i => JsonArray(order.Select(column => RandomFile.Value(bars[i], column, timeFormat))));
        var array = JsonArray(rows);
        var text = random.Next(3) == 0 ? $$"""{"code":0,"data":{{array}}}""" : array;
        return ("a.json", text, new ImportOptions(Layout: layout, Columns: usesColumns ? string.Join(',', order) : null));
    }

    public static (string, string, ImportOptions) Objects(
        Random random,
        Candle[] bars,
        UnfinishedMarks? marks,
        TimeFormat timeFormat,
        bool asJsonLines
    )
    {
        var columns = Columns(random, bars, marks, timeFormat);
        RandomFile.Shuffle(random, columns);
        var rows = RowIndexes(random, bars.Length)
            .Select(i => JsonObject(columns.Select(column => $"\"{column.Name}\":\"{column.Cell(i)}\"")));
        return ("a.json", asJsonLines ? string.Join('\n', rows) : JsonArray(rows), new ImportOptions());
    }

    // The forms in which pandas writes a DataFrame as JSON: by column, by row, split into names and rows, and a list for each column.
    public static (string, string, ImportOptions) Pandas(Random random, Candle[] bars, UnfinishedMarks? marks, TimeFormat timeFormat)
    {
        var columns = Columns(random, bars, marks, timeFormat);
        var rows = Enumerable.Range(0, bars.Length).ToArray();
        var text = random.Next(4) switch
        {
            0 => JsonObject(columns.Select(column => $"\"{column.Name}\":{JsonObject(rows.Select(i => $"\"{i}\":\"{column.Cell(i)}\""))}")),
            1 => JsonObject(rows.Select(i => $"\"{i}\":{JsonObject(columns.Select(column => $"\"{column.Name}\":\"{column.Cell(i)}\""))}")),
            2 => JsonObject([
                $"\"columns\":{JsonArray(columns.Select(column => $"\"{column.Name}\""))}",
                $"\"index\":[{string.Join(',', rows)}]",
                $"\"data\":{JsonArray(rows.Select(i => JsonArray(columns.Select(column => $"\"{column.Cell(i)}\""))))}",
            ]),
            _ => JsonObject(columns.Select(column => $"\"{column.Name}\":{JsonArray(rows.Select(i => $"\"{column.Cell(i)}\""))}")),
        };
        return ("a.json", text, new ImportOptions());
    }

    // An epoch column beside a local time in an unknown zone. The importer must use the epochs.
    public static (string, string, ImportOptions) TwoTimes(Random random, Candle[] bars)
    {
        var offsetHours = random.Next(-12, 15);
        var text = new StringBuilder("Unix,Date,Open,High,Low,Close,Volume\n");
        foreach (var bar in bars)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{bar.TimeUtc / 1_000},{RandomFile.LocalTime(bar.TimeUtc, offsetHours * 60):yyyy-MM-dd HH:mm:ss},{RandomFile.Number(bar.Open)},{RandomFile.Number(bar.High)},{RandomFile.Number(bar.Low)},{RandomFile.Number(bar.Close)},{RandomFile.Number(bar.Volume)}"
            );
        return ("a.csv", text.ToString(), new ImportOptions(Zone: random.Next(2) == 0 ? "UTC" : null));
    }

    private static List<(string Name, Func<int, string> Cell)> Columns(
        Random random,
        Candle[] bars,
        UnfinishedMarks? marks,
        TimeFormat timeFormat
    )
    {
        var columns = new List<(string Name, Func<int, string> Cell)>
        {
            (RandomFile.Pick(random, "open", "Open", "시가", "o"), i => RandomFile.Number(bars[i].Open)),
            (RandomFile.Pick(random, "high", "HIGH", "고가", "h"), i => RandomFile.Number(bars[i].High)),
            (RandomFile.Pick(random, "low", "Low", "저가", "l"), i => RandomFile.Number(bars[i].Low)),
            (RandomFile.Pick(random, "close", "Close", "종가", "c"), i => RandomFile.Number(bars[i].Close)),
            (RandomFile.Pick(random, "volume", "Volume BTC", "거래량", "Volume_(BTC)", "vol"), i => RandomFile.Number(bars[i].Volume)),
        };
        if (timeFormat.IsSplit)
            columns.AddRange([
                ("Date", i => timeFormat.Write(bars[i].TimeUtc).Split(' ')[0]),
                ("Time", i => timeFormat.Write(bars[i].TimeUtc).Split(' ')[1]),
            ]);
        else
            columns.Add(
                (
                    RandomFile.Pick(random, "timestamp", "time", "Date", "일시", "open_time", "datetime"),
                    i => timeFormat.Write(bars[i].TimeUtc)
                )
            );
        if (marks is not null)
            columns.Add((marks.Name, marks.Cell));
        return columns;
    }

    // The indexes of the rows, oldest first or newest first.
    private static int[] RowIndexes(Random random, int count) =>
        random.Next(2) == 0 ? [.. Enumerable.Range(0, count)] : [.. Enumerable.Range(0, count).Reverse()];

    private static string JsonObject(IEnumerable<string> members) => $"{{{string.Join(',', members)}}}";

    private static string JsonArray(IEnumerable<string> items) => $"[{string.Join(',', items)}]";
}
