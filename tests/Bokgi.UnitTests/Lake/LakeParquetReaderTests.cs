using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Pages;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;
using static Bokgi.UnitTests.Lake.TemporaryLake;

namespace Bokgi.UnitTests.Lake;

/// <summary>The fast reader for the lake's own files must agree with the generic Parquet reader.</summary>
public sealed class LakeParquetReaderTests
{
    private static readonly long Start = TimeOf("2024-01-01T00:00Z");

    [Fact]
    public void ZstdContext_OfParquetSharpsLibrary_IsAvailable() => ZstdContext.IsAvailable.ShouldBeTrue();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(33)]
    [InlineData(129)]
    [InlineData(20_001)]
    [InlineData(140_000)]
    public void TryRead_FileWrittenByTheLake_EqualsTheGenericReaderBitForBit(int count)
    {
        using var temp = new TemporaryLake();
        using var rows = Rows(count, new Random(count));
        temp.Lake.Write(Symbol.Parse("BTC_KRW"), Timeframe.OneMinute, rows);

        SampleRanges(rows)
            .ShouldAllBe(range => Bits(ReadWithLakeReader(temp, range)!).SequenceEqual(Bits(ReadWithGenericReader(temp, range))));
        Bits(ReadWithLakeReader(temp, TimeRange.All)!).ShouldBe(Bits(rows));
    }

    [Fact]
    public void TryRead_AnyBitPatterns_AreKept()
    {
        using var temp = new TemporaryLake();
        using var rows = Rows(300, new Random(1));
        var random = new Random(2);
        foreach (ref var value in rows.Volume)
            value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
        temp.Lake.Write(Symbol.Parse("BTC_KRW"), Timeframe.OneMinute, rows);

        Bits(ReadWithLakeReader(temp, TimeRange.All)!).ShouldBe(Bits(rows));
    }

    [Theory]
    [InlineData("2023-12-31T20:00Z", "2024-01-01T05:00Z", 9, "BTC_KRW/1H/2023.parquet BTC_KRW/1H/2024.parquet")]
    [InlineData("2024-01-01T02:00Z", "2024-01-01T03:00Z", 1, "BTC_KRW/1H/2024.parquet")]
    [InlineData("2020-01-01T00:00Z", "2030-01-01T00:00Z", 48, "BTC_KRW/1H/2023.parquet BTC_KRW/1H/2024.parquet")]
    [InlineData("2025-06-01T00:00Z", "2025-07-01T00:00Z", 0, "")]
    public void Outline_OwnFiles_CountsTheRowsInTheRange(string start, string end, long rows, string files)
    {
        using var temp = new TemporaryLake();
        var first = TimeOf("2023-12-31T00:00Z");
        Candle[] hours = [.. Enumerable.Range(0, 48).Select(i => Bar(first + (i * Timeframe.OneHour.NominalMicroseconds), i + 1))];
        temp.Write("BTC_KRW", Timeframe.OneHour, hours);

        var outline = temp.Lake.Outline(
            Symbol.Parse("BTC_KRW"),
            Timeframe.OneHour,
            new TimeRange(TimeOf(start), TimeOf(end)),
            TestContext.Current.CancellationToken
        );

        outline.Rows.ShouldBe(rows);
        string.Join(' ', outline.Files).ShouldBe(files);
    }

    private static CandleColumns Rows(int count, Random random)
    {
        var rows = new CandleColumns(count);
        var time = Start;
        for (var i = 0; i < count; i++)
        {
            rows.Add(Bar(time, random.NextDouble() * 1_000));
            time += random.Next(10) == 0 ? random.NextInt64(1, 5_000_000_000) : 60_000_000;
        }

        return rows;
    }

    private static IEnumerable<TimeRange> SampleRanges(CandleColumns rows)
    {
        var times = rows.Times.ToArray();
        var random = new Random(3);
        return Enumerable
            .Range(0, 12)
            .Select(_ => new TimeRange(
                times[random.Next(times.Length)] - random.Next(2),
                times[random.Next(times.Length)] + random.Next(2)
            ))
            .Append(TimeRange.All);
    }

    // Every value of every row, as raw bits.
    private static long[] Bits(CandleColumns rows) =>
        [
            .. rows.Times,
            .. new[] { rows.Open.ToArray(), rows.High.ToArray(), rows.Low.ToArray(), rows.Close.ToArray(), rows.Volume.ToArray() }
                .SelectMany(column => column)
                .Select(BitConverter.DoubleToInt64Bits),
        ];

    private static CandleColumns? ReadWithLakeReader(TemporaryLake temp, TimeRange range)
    {
        var rows = new CandleColumns();
        foreach (var yearFile in Files(temp))
        {
            using var content = FileContent.Open(yearFile.Path);
            var reader = LakeParquetReader.Open(content).ShouldNotBeNull();
            foreach (var span in reader.RowSpans(range).ShouldNotBeNull())
            {
                var start = rows.Count;
                rows.Extend(span.Count);
                reader.TryRead(span, rows, start).ShouldBeTrue();
            }
        }

        return rows;
    }

    private static CandleColumns ReadWithGenericReader(TemporaryLake temp, TimeRange range)
    {
        var rows = new CandleColumns();
        foreach (var yearFile in Files(temp))
        {
            using var file = GenericParquetReader.Open(yearFile, FileContent.Open(yearFile.Path));
            file.Read(range, rows, TestContext.Current.CancellationToken);
        }

        return rows;
    }

    private static IReadOnlyList<YearFile> Files(TemporaryLake temp) =>
        new LakeLayout(temp.Lake.Root).Files(Symbol.Parse("BTC_KRW"), Timeframe.OneMinute);
}
