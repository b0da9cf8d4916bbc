using System.Globalization;
using System.Text;
using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests.Lake;
using CsCheck;
using ParquetSharp;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>Random series in every supported form are read back unchanged or refused, but never misread.</summary>
public sealed class ImportPropertyTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Timeframes = ["1M", "5M", "1H", "4H", "1D"];
    private static readonly string[] Layouts = ["bithumb", "kucoin", "bitfinex", "coinbase", "gateio", "okx", "kraken", "binance", "upbit"];

    private readonly ImportBench bench = new();
    private int readFiles;
    private int refusedFiles;

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Read_AnySeriesInAnyForm_GivesTheSameBarsOrARefusal()
    {
        Gen.Int.Sample(ReadSupportedForm, iter: Iterations.Of(3_000), threads: 1);

        output.WriteLine($"{readFiles} read, {refusedFiles} refused");
        readFiles.ShouldBeGreaterThan(refusedFiles * 9);
    }

    // Forms that lack necessary information: many are refused, but none may be misread.
    [Fact]
    public void Read_AnySeriesInAnAmbiguousForm_GivesTheSameBarsOrARefusal()
    {
        Gen.Int.Sample(ReadAmbiguousForm, iter: Iterations.Of(3_000), threads: 1);

        output.WriteLine($"{readFiles} read, {refusedFiles} refused");
        readFiles.ShouldBeGreaterThan(0);
        refusedFiles.ShouldBeGreaterThan(0);
    }

    private void ReadSupportedForm(int seed)
    {
        var random = new Random(seed);
        var timeframe = Timeframe.Parse(Pick(random, Timeframes));
        var bars = RandomBars(random, timeframe);
        var timeFormat = TimeFormat.Any(random);
        var form = random.Next(8);
        var marks = form < 5 && random.Next(2) == 0 ? Marks.Any(random, bars.Length) : null;
        if (form == 0)
        {
            ReadParquet(random, timeframe, bars, marks, timeFormat);
            return;
        }

        var file = form switch
        {
            1 => Csv(random, bars, marks, timeFormat),
            2 => Objects(random, bars, marks, timeFormat, asJsonLines: false),
            3 => Objects(random, bars, marks, timeFormat, asJsonLines: true),
            4 => Pandas(random, bars, marks, timeFormat),
            5 => Headerless(bars, timeFormat),
            6 => Arrays(random, bars, timeFormat),
            _ => TwoTimes(random, bars),
        };
        Read(file, timeframe, timeFormat.Zone, bars, marks);
    }

    private void ReadAmbiguousForm(int seed)
    {
        var random = new Random(seed);
        var timeframe = Timeframe.Parse(Pick(random, Timeframes));
        var bars = RandomBars(random, timeframe);
        var file = random.Next(5) switch
        {
            0 => DecimalCommas(random, bars),
            1 => UnnamedOrder(random, bars),
            2 => ZoneInTheName(random, bars),
            3 => SeparateHour(random, bars, timeframe),
            _ => OpenAndCloseTimes(random, bars, timeframe),
        };
        Read(file, timeframe, null, bars);
    }

    private void ReadParquet(Random random, Timeframe timeframe, Candle[] bars, Marks? marks, TimeFormat timeFormat)
    {
        var hasTimestamps = timeFormat.IsSplit || random.Next(2) == 0;
        var file = new ForeignFile { RowsPerGroup = 1 + random.Next(40) };
        file = hasTimestamps
            ? file.Times("timestamp", isUtc: true, TimeUnit.Micros, [.. bars.Select(bar => bar.TimeUtc)])
            : file.Texts("date", [.. bars.Select(bar => timeFormat.Write(bar.TimeUtc))]);
        file = marks?.AddTo(file.Prices(bars), random) ?? file.Prices(bars);
        var path = Path.Combine(bench.Folder, "a.parquet");
        file.Save(path);
        var options = new ImportOptions(Symbol.Parse("BTC_KRW"), timeframe, Zone: hasTimestamps ? null : timeFormat.Zone);
        Read(() => bench.Importer.Read(path, options), bars, marks, $"{timeFormat.Write(bars[0].TimeUtc)} {options}");
    }

    private void Read(
        (string Name, string Text, ImportOptions Options) file,
        Timeframe timeframe,
        string? zone,
        Candle[] bars,
        Marks? marks = null
    )
    {
        var (name, text, options) = file;
        options = options with { Symbol = Symbol.Parse("BTC_KRW"), Timeframe = timeframe, Zone = options.Zone ?? zone };
        Read(() => bench.Read(name, text, options), bars, marks, $"{name} {options}\n{text}");
    }

    private void Read(Func<ImportPlan> read, Candle[] bars, Marks? marks, string description)
    {
        try
        {
            using var plan = read();
            Candle[] finishedBars = [.. bars.Where((_, i) => marks?.HasEnded[i] != false)];
            Candle[] rows = [.. Enumerable.Range(0, plan.Rows.Count).Select(i => plan.Rows[i])];
            rows.ShouldBe(finishedBars, description);
            plan.Forming.ShouldBe(bars.Length - finishedBars.Length, description);
            readFiles++;
        }
        catch (LakeException)
        {
            refusedFiles++;
        }
    }

    private static Candle[] RandomBars(Random random, Timeframe timeframe)
    {
        var time = timeframe.OpenOf(
            UnixTime.FromDateTime(
                new DateTime(
                    2018 + random.Next(7),
                    1 + random.Next(12),
                    1 + random.Next(28),
                    random.Next(24),
                    random.Next(60),
                    0,
                    DateTimeKind.Utc
                )
            )
        );
        var price = 10 + (random.NextDouble() * 100_000);
        var bars = new List<Candle>();
        for (var i = 3 + random.Next(30); i > 0; i--)
        {
            var open = Math.Round(price, 4);
            price *= 0.98 + (random.NextDouble() * 0.04);
            var close = Math.Round(price, 4);
            var high = Math.Round(Math.Max(open, close) * (1.0001 + (random.NextDouble() * 0.01)), 4);
            var low = Math.Round(Math.Min(open, close) * (0.9999 - (random.NextDouble() * 0.01)), 4);
            bars.Add(new Candle(time, open, high, low, close, Math.Round(0.001 + (random.NextDouble() * 500), 5)));
            time += timeframe.NominalMicroseconds * (random.Next(10) == 0 ? 2 + random.Next(5) : 1);
        }

        return [.. bars];
    }

    private static (string, string, ImportOptions) Csv(Random random, Candle[] bars, Marks? marks, TimeFormat timeFormat)
    {
        var columns = Columns(random, bars, marks, timeFormat);
        if (random.Next(2) == 0)
            columns.Add((Pick(random, "value", "trades", "Quote Volume", "Adj Close"), i => Number(bars[i].Volume * bars[i].Close)));
        Shuffle(random, columns);
        var separator = Pick(random, ",", ";", "\t");
        var text = new StringBuilder();
        if (random.Next(4) == 0)
            text.Append(Pick(random, "https://www.CryptoDataDownload.com\n", "# exported\n", "\n"));
        text.AppendLine(string.Join(separator, columns.Select(column => column.Name)));
        foreach (var i in Order(random, bars.Length))
            text.AppendLine(string.Join(separator, columns.Select(column => column.Cell(i))));
        return ("a.csv", text.ToString(), new ImportOptions());
    }

    private static (string, string, ImportOptions) Headerless(Candle[] bars, TimeFormat timeFormat) =>
        (
            "a.csv",
            string.Concat(
                bars.Select(bar =>
                    $"{timeFormat.Write(bar.TimeUtc)},{Number(bar.Open)},{Number(bar.High)},{Number(bar.Low)},{Number(bar.Close)},{Number(bar.Volume)}\n"
                )
            ),
            new ImportOptions()
        );

    private static (string, string, ImportOptions) Arrays(Random random, Candle[] bars, TimeFormat timeFormat)
    {
        var layout = Pick(random, Layouts);
        var usesColumns = random.Next(3) == 0;
        string[] order = [.. ArrayLayout.All.First(each => each.Name == layout).Columns.Split(',')];
        if (usesColumns)
        {
            Shuffle(random, order);
            layout = null;
        }

        var rows = Order(random, bars.Length)
            .Select(i => $"[{string.Join(',', order.Select(column => Value(bars[i], column, timeFormat)))}]");
        var array = $"[{string.Join(',', rows)}]";
        var text = random.Next(3) == 0 ? $$"""{"code":0,"data":{{array}}}""" : array;
        return ("a.json", text, new ImportOptions(Layout: layout, Columns: usesColumns ? string.Join(',', order) : null));
    }

    private static string Value(Candle bar, string column, TimeFormat timeFormat) =>
        column switch
        {
            "time" => $"\"{timeFormat.Write(bar.TimeUtc)}\"",
            "open" => Number(bar.Open),
            "high" => Number(bar.High),
            "low" => Number(bar.Low),
            "close" => Number(bar.Close),
            "volume" => Number(bar.Volume),
            _ => Number(bar.Volume * bar.Close),
        };

    private static (string, string, ImportOptions) Objects(
        Random random,
        Candle[] bars,
        Marks? marks,
        TimeFormat timeFormat,
        bool asJsonLines
    )
    {
        var columns = Columns(random, bars, marks, timeFormat);
        Shuffle(random, columns);
        var rows = Order(random, bars.Length)
            .Select(i => $"{{{string.Join(',', columns.Select(column => $"\"{column.Name}\":\"{column.Cell(i)}\""))}}}");
        return ("a.json", asJsonLines ? string.Join('\n', rows) : $"[{string.Join(',', rows)}]", new ImportOptions());
    }

    private static (string, string, ImportOptions) Pandas(Random random, Candle[] bars, Marks? marks, TimeFormat timeFormat)
    {
        var columns = Columns(random, bars, marks, timeFormat);
        var rows = Enumerable.Range(0, bars.Length).ToArray();
        var text = random.Next(4) switch
        {
            0 =>
                $"{{{string.Join(',', columns.Select(column => $"\"{column.Name}\":{{{string.Join(',', rows.Select(i => $"\"{i}\":\"{column.Cell(i)}\""))}}}"))}}}",
            1 =>
                $"{{{string.Join(',', rows.Select(i => $"\"{i}\":{{{string.Join(',', columns.Select(column => $"\"{column.Name}\":\"{column.Cell(i)}\""))}}}"))}}}",
            2 =>
                $"{{\"columns\":[{string.Join(',', columns.Select(column => $"\"{column.Name}\""))}],\"index\":[{string.Join(',', rows)}],\"data\":[{string.Join(',', rows.Select(i => $"[{string.Join(',', columns.Select(column => $"\"{column.Cell(i)}\""))}]"))}]}}",
            _ =>
                $"{{{string.Join(',', columns.Select(column => $"\"{column.Name}\":[{string.Join(',', rows.Select(i => $"\"{column.Cell(i)}\""))}]"))}}}",
        };
        return ("a.json", text, new ImportOptions());
    }

    // An epoch column beside a local time in an unknown zone. The importer must use the epochs.
    private static (string, string, ImportOptions) TwoTimes(Random random, Candle[] bars)
    {
        var hours = random.Next(-12, 15);
        var text = new StringBuilder("Unix,Date,Open,High,Low,Close,Volume\n");
        foreach (var bar in bars)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{bar.TimeUtc / 1_000},{LocalTime(bar.TimeUtc, hours * 60):yyyy-MM-dd HH:mm:ss},{Number(bar.Open)},{Number(bar.High)},{Number(bar.Low)},{Number(bar.Close)},{Number(bar.Volume)}"
            );
        return ("a.csv", text.ToString(), new ImportOptions(Zone: random.Next(2) == 0 ? "UTC" : null));
    }

    private static (string, string, ImportOptions) DecimalCommas(Random random, Candle[] bars)
    {
        var digits = random.Next(5);
        var text = new StringBuilder("time;open;high;low;close;volume\n");
        foreach (var bar in bars)
            text.AppendLine(
                $"{bar.TimeUtc / 1_000};{string.Join(';', new[] { bar.Open, bar.High, bar.Low, bar.Close, bar.Volume }.Select(Cell))}"
            );
        return ("a.csv", text.ToString(), new ImportOptions());

        string Cell(double value) => value.ToString(digits == 0 ? "R" : $"F{digits}", CultureInfo.InvariantCulture).Replace('.', ',');
    }

    // Volumes reach 500. The importer could not tell them from prices below 3,000, so series with such prices are written in another form.
    private static (string, string, ImportOptions) UnnamedOrder(Random random, Candle[] bars)
    {
        if (bars.Min(bar => bar.Low) < 3_000)
            return ZoneInTheName(random, bars);
        string[] order = ["open", "high", "low", "close", "volume"];
        Shuffle(random, order);
        var timeFormat = new TimeFormat(utc => (utc / 1_000).ToString(CultureInfo.InvariantCulture));
        return (
            "a.csv",
            string.Concat(
                bars.Select(bar => $"{bar.TimeUtc / 1_000},{string.Join(',', order.Select(name => Value(bar, name, timeFormat)))}\n")
            ),
            new ImportOptions()
        );
    }

    private static (string, string, ImportOptions) ZoneInTheName(Random random, Candle[] bars)
    {
        var hours = random.Next(-12, 15);
        var name = string.Format(
            CultureInfo.InvariantCulture,
            Pick(random, "Time (UTC{0:+0;-0})", "일시(GMT{0:+00;-00}:00)", "date_utc{0:+0;-0}", "Date (EST)"),
            hours
        );
        var text = new StringBuilder($"{name},Open,High,Low,Close,Volume\n");
        foreach (var bar in bars)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{LocalTime(bar.TimeUtc, hours * 60):yyyy-MM-dd HH:mm:ss},{Number(bar.Open)},{Number(bar.High)},{Number(bar.Low)},{Number(bar.Close)},{Number(bar.Volume)}"
            );
        return ("a.csv", text.ToString(), new ImportOptions());
    }

    private static (string, string, ImportOptions) SeparateHour(Random random, Candle[] bars, Timeframe timeframe)
    {
        var (date, hour) = (Pick(random, "date", "일자", "day"), Pick(random, "hour", "time", "시간", "체결시간"));
        var hourFormat =
            timeframe.NominalMicroseconds < Timeframe.OneHour.NominalMicroseconds
                ? Pick(random, "HHmm", "HHmmss", "HH:mm")
                : Pick(random, "%H", "HH", "HHmm", "HHmmss", "HH:mm");
        var text = new StringBuilder($"{date},{hour},open,high,low,close,volume\n");
        foreach (var bar in bars)
        {
            var local = LocalTime(bar.TimeUtc, 540);
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{local:yyyy-MM-dd},{local.ToString(hourFormat, CultureInfo.InvariantCulture)},{Number(bar.Open)},{Number(bar.High)},{Number(bar.Low)},{Number(bar.Close)},{Number(bar.Volume)}"
            );
        }

        return ("a.csv", text.ToString(), new ImportOptions());
    }

    private static (string, string, ImportOptions) OpenAndCloseTimes(Random random, Candle[] bars, Timeframe timeframe)
    {
        var closeIsFirst = random.Next(2) == 0;
        var text = new StringBuilder(
            closeIsFirst ? "timestamp,start,open,high,low,close,volume\n" : "start,timestamp,open,high,low,close,volume\n"
        );
        foreach (var bar in bars)
        {
            var (open, close) = (bar.TimeUtc / 1_000, (bar.TimeUtc + timeframe.NominalMicroseconds) / 1_000);
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{(closeIsFirst ? close : open)},{(closeIsFirst ? open : close)},{Number(bar.Open)},{Number(bar.High)},{Number(bar.Low)},{Number(bar.Close)},{Number(bar.Volume)}"
            );
        }

        return ("a.csv", text.ToString(), new ImportOptions());
    }

    private static List<(string Name, Func<int, string> Cell)> Columns(Random random, Candle[] bars, Marks? marks, TimeFormat timeFormat)
    {
        var columns = new List<(string Name, Func<int, string> Cell)>
        {
            (Pick(random, "open", "Open", "시가", "o"), i => Number(bars[i].Open)),
            (Pick(random, "high", "HIGH", "고가", "h"), i => Number(bars[i].High)),
            (Pick(random, "low", "Low", "저가", "l"), i => Number(bars[i].Low)),
            (Pick(random, "close", "Close", "종가", "c"), i => Number(bars[i].Close)),
            (Pick(random, "volume", "Volume BTC", "거래량", "Volume_(BTC)", "vol"), i => Number(bars[i].Volume)),
        };
        if (timeFormat.IsSplit)
            columns.AddRange([
                ("Date", i => timeFormat.Write(bars[i].TimeUtc).Split(' ')[0]),
                ("Time", i => timeFormat.Write(bars[i].TimeUtc).Split(' ')[1]),
            ]);
        else
            columns.Add(
                (Pick(random, "timestamp", "time", "Date", "일시", "open_time", "datetime"), i => timeFormat.Write(bars[i].TimeUtc))
            );
        if (marks is not null)
            columns.Add((marks.Name, marks.Cell));
        return columns;
    }

    // The indexes of the rows, oldest first or newest first.
    private static int[] Order(Random random, int count) =>
        random.Next(2) == 0 ? [.. Enumerable.Range(0, count)] : [.. Enumerable.Range(0, count).Reverse()];

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static DateTime LocalTime(long utc, int offsetMinutes) => UnixTime.ToDateTime(utc).AddMinutes(offsetMinutes);

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];

    private static void Shuffle<T>(Random random, IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>A column that marks bars as ended or not ended.</summary>
    /// <param name="Name">The column's name.</param>
    /// <param name="HasEnded">The marks; null for an empty cell, whose bar has ended.</param>
    /// <param name="Yes">The text of a bar that has ended.</param>
    /// <param name="No">The text of a bar that has not.</param>
    private sealed record Marks(string Name, bool?[] HasEnded, string Yes, string No)
    {
        // The first bar has ended, because a file without such a bar is refused.
        public static Marks Any(Random random, int count)
        {
            var (yes, no) = Pick(random, ("1", "0"), ("1.0", "0.0"), ("true", "false"), ("True", "False"), ("yes", "no"));
            bool?[] hasEnded = [true, .. Enumerable.Range(1, count - 1).Select(_ => Pick<bool?>(random, true, true, false, null))];
            return new Marks(Pick(random, "confirm", "isClosed", "closed", "Is Final", "complete"), hasEnded, yes, no);
        }

        public string Cell(int index) => HasEnded[index] is { } hasEnded ? (hasEnded ? Yes : No) : string.Empty;

        public ForeignFile AddTo(ForeignFile file, Random random) =>
            random.Next(4) switch
            {
                0 => file.Optional(Name, LogicalType.None(), PhysicalType.Boolean, HasEnded),
                1 => file.Optional(
                    Name,
                    LogicalType.None(),
                    PhysicalType.Int64,
                    Array.ConvertAll(HasEnded, each => each is { } mark ? (long?)(mark ? 1 : 0) : null)
                ),
                2 => file.Optional(
                    Name,
                    LogicalType.None(),
                    PhysicalType.Double,
                    Array.ConvertAll(HasEnded, each => each is { } mark ? (double?)(mark ? 1 : 0) : null)
                ),
                _ => file.OptionalTexts(Name, [.. HasEnded.Select((each, i) => each is null ? null : Cell(i))]),
            };
    }

    /// <summary>A way to write times: as epochs or as text, with or without a zone.</summary>
    /// <param name="Write">Writes a time given in microseconds UTC.</param>
    /// <param name="Zone">The zone to specify when such times are imported; null if none is needed.</param>
    /// <param name="IsSplit">Whether the date and the time of day are written in two columns.</param>
    private sealed record TimeFormat(Func<long, string> Write, string? Zone = null, bool IsSplit = false)
    {
        public static TimeFormat Any(Random random)
        {
            const int koreanOffsetMinutes = 540;
            var offsetMinutes = random.Next(-12, 15) * 60;
            var zone = FormattableString.Invariant($"{(offsetMinutes < 0 ? '-' : '+')}{Math.Abs(offsetMinutes) / 60:00}:00");
            return random.Next(14) switch
            {
                0 => new(utc => (utc / 1_000_000).ToString(CultureInfo.InvariantCulture)),
                1 => new(utc => (utc / 1_000).ToString(CultureInfo.InvariantCulture)),
                2 => new(utc => utc.ToString(CultureInfo.InvariantCulture)),
                3 => new(utc => (utc * 1_000).ToString(CultureInfo.InvariantCulture)),
                4 => new(utc => $"{utc / 1_000_000}.0"),
                5 => Of("yyyy-MM-dd'T'HH:mm:ss'Z'", 0),
                6 => Of($"yyyy-MM-dd HH:mm:ss'{zone}'", offsetMinutes),
                7 => Of("yyyy-MM-dd HH:mm:ss", koreanOffsetMinutes),
                8 => Of("yyyy/MM/dd HH:mm", offsetMinutes, zone),
                9 => Of("yyyy.MM.dd HH:mm:ss", 0, "UTC"),
                10 => Of("yyyyMMddHHmmss", koreanOffsetMinutes),
                11 => Of("yyyy-M-d H:mm' KST'", koreanOffsetMinutes),
                12 => new(utc =>
                    LocalTime(utc, koreanOffsetMinutes) is var local
                        ? $"{local:yyyy-MM-dd} {(local.Hour < 12 ? "오전" : "오후")} {(local.Hour + 11) % 12 + 1}:{local:mm:ss}"
                        : string.Empty
                ),
                _ => Of("yyyy-MM-dd HH:mm:ss", koreanOffsetMinutes) with { IsSplit = true },
            };
        }

        private static TimeFormat Of(string format, int offsetMinutes, string? zone = null) =>
            new(utc => LocalTime(utc, offsetMinutes).ToString(format, CultureInfo.InvariantCulture), zone);
    }
}
