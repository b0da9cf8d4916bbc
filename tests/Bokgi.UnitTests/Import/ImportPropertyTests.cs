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

    private readonly ImportSetup setup = new();
    private int readFiles;
    private int refusedFiles;

    public void Dispose() => setup.Dispose();

    [Fact]
    public void Read_AnySeriesInAnyForm_GivesTheSameBarsOrARefusal()
    {
        Gen.Int.Sample(ReadSupportedForm, iter: Iterations.Scale(3_000), threads: 1);

        output.WriteLine($"{readFiles} read, {refusedFiles} refused");
        readFiles.ShouldBeGreaterThan(refusedFiles * 9); // fewer than a tenth are refused
    }

    // Forms that lack necessary information: many are refused, but none may be misread.
    [Fact]
    public void Read_AnySeriesInAnAmbiguousForm_GivesTheSameBarsOrARefusal()
    {
        Gen.Int.Sample(ReadAmbiguousForm, iter: Iterations.Scale(3_000), threads: 1);

        output.WriteLine($"{readFiles} read, {refusedFiles} refused");
        readFiles.ShouldBeGreaterThan(0);
        refusedFiles.ShouldBeGreaterThan(0);
    }

    private void ReadSupportedForm(int seed)
    {
        var random = new Random(seed);
        var timeframe = Timeframe.Parse(RandomFile.Pick(random, Timeframes));
        var bars = RandomFile.Bars(random, timeframe);
        var timeFormat = TimeFormat.PickRandom(random);
        var form = random.Next(8);
        var canHoldMarks = form < 5; // the last three forms have no column for marks
        var marks = canHoldMarks && random.Next(2) == 0 ? UnfinishedMarks.PickRandom(random, bars.Length) : null;
        if (form == 0)
        {
            ReadParquet(random, timeframe, bars, marks, timeFormat);
            return;
        }

        var file = form switch
        {
            1 => SupportedForms.Csv(random, bars, marks, timeFormat),
            2 => SupportedForms.Objects(random, bars, marks, timeFormat, asJsonLines: false),
            3 => SupportedForms.Objects(random, bars, marks, timeFormat, asJsonLines: true),
            4 => SupportedForms.Pandas(random, bars, marks, timeFormat),
            5 => SupportedForms.Headerless(bars, timeFormat),
            6 => SupportedForms.Arrays(random, bars, timeFormat),
            _ => SupportedForms.TwoTimes(random, bars),
        };
        ReadAndCompare(file, timeframe, timeFormat.Zone, bars, marks);
    }

    private void ReadAmbiguousForm(int seed)
    {
        var random = new Random(seed);
        var timeframe = Timeframe.Parse(RandomFile.Pick(random, Timeframes));
        var bars = RandomFile.Bars(random, timeframe);
        var file = random.Next(5) switch
        {
            0 => AmbiguousForms.DecimalCommas(random, bars),
            1 => AmbiguousForms.UnnamedOrder(random, bars),
            2 => AmbiguousForms.ZoneInTheName(random, bars),
            3 => AmbiguousForms.SeparateHour(random, bars, timeframe),
            _ => AmbiguousForms.OpenAndCloseTimes(random, bars, timeframe),
        };
        ReadAndCompare(file, timeframe, null, bars);
    }

    private void ReadParquet(Random random, Timeframe timeframe, Candle[] bars, UnfinishedMarks? marks, TimeFormat timeFormat)
    {
        // The file has one column of times, so a date and time of day in two columns cannot be written as text.
        var hasTimestamps = timeFormat.IsSplit || random.Next(2) == 0;
        var file = new ExternalParquetFile { RowsPerGroup = 1 + random.Next(40) };
        file = hasTimestamps
            ? file.Times("timestamp", isUtc: true, TimeUnit.Micros, [.. bars.Select(bar => bar.TimeUtc)])
            : file.Texts("date", [.. bars.Select(bar => timeFormat.Write(bar.TimeUtc))]);
        file = file.Prices(bars);
        if (marks is not null)
            file = marks.AddTo(file, random);
        var path = Path.Combine(setup.Folder, "a.parquet");
        file.Save(path);
        var options = new ImportOptions(Symbol.Parse("BTC_KRW"), timeframe, Zone: hasTimestamps ? null : timeFormat.Zone);
        ReadAndCompare(() => setup.Importer.Read(path, options), bars, marks, $"{timeFormat.Write(bars[0].TimeUtc)} {options}");
    }

    private void ReadAndCompare(
        (string Name, string Text, ImportOptions Options) file,
        Timeframe timeframe,
        string? zone,
        Candle[] bars,
        UnfinishedMarks? marks = null
    )
    {
        var (name, text, options) = file;
        options = options with { Symbol = Symbol.Parse("BTC_KRW"), Timeframe = timeframe, Zone = options.Zone ?? zone };
        ReadAndCompare(() => setup.Read(name, text, options), bars, marks, $"{name} {options}\n{text}");
    }

    private void ReadAndCompare(Func<ImportPlan> read, Candle[] bars, UnfinishedMarks? marks, string description)
    {
        try
        {
            using var plan = read();
            Candle[] finishedBars = [.. bars.Where((_, i) => marks?.HasEnded[i] ?? true)];
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
}
