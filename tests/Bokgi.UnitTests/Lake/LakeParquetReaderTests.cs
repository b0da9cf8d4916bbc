using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Pages;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests.Bombs;
using Shouldly;
using Xunit;
using static Bokgi.UnitTests.Lake.TemporaryLake;

namespace Bokgi.UnitTests.Lake;

/// <summary>The fast reader for the lake's own files must agree with the generic Parquet reader.</summary>
public sealed class LakeParquetReaderTests
{
    private static readonly long Start = TimeOf("2024-01-01T00:00Z");

    [Fact]
    public void ZstdContext_LibraryThatParquetSharpShips_IsAvailable() => ZstdContext.IsAvailable.ShouldBeTrue();

    // The delta encoding of times stores the first value separately. Then a miniblock holds 32 values and a block 128. So 33 rows
    // exactly fill a miniblock, and 129 rows a block. 140,000 rows need three row groups.
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
            .ShouldAllBe(range => Bits(ReadWithLakeReader(temp, range)).SequenceEqual(Bits(ReadWithGenericReader(temp, range))));
        Bits(ReadWithLakeReader(temp, TimeRange.All)).ShouldBe(Bits(rows));
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

        Bits(ReadWithLakeReader(temp, TimeRange.All)).ShouldBe(Bits(rows));
    }

    [Theory]
    [InlineData("2023-12-31T20:00Z", "2024-01-01T05:00Z", 9, "BTC_KRW/1H/2023.parquet BTC_KRW/1H/2024.parquet")]
    [InlineData("2024-01-01T02:00Z", "2024-01-01T03:00Z", 1, "BTC_KRW/1H/2024.parquet")]
    [InlineData("2020-01-01T00:00Z", "2030-01-01T00:00Z", 48, "BTC_KRW/1H/2023.parquet BTC_KRW/1H/2024.parquet")]
    [InlineData("2025-06-01T00:00Z", "2025-07-01T00:00Z", 0, "")]
    public void Outline_FilesOfTheLake_CountsTheRowsInTheRange(string start, string end, long rows, string files)
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

    [Theory]
    [InlineData(null, 1)]
    [InlineData("other.parquet", null)]
    public void TryParse_PagesInTheSameOrAnotherFile_AcceptsOnlyTheSameFile(string? otherFile, int? rowGroups)
    {
        var footer = FooterOfOneRow(otherFile);

        (LakeFooter.TryParse(footer, footerOffset: 1_000)?.Length).ShouldBe(rowGroups);
    }

    // The first argument of each call is the number of a field in parquet.thrift. There, type 2 is INT64, type 5 DOUBLE and codec 6 ZSTD.
    private static byte[] FooterOfOneRow(string? otherFile)
    {
        string[] names = ["timestamp", .. CandleSchema.NumberNames];
        var utcMicroseconds = new ThriftBytes().True(1).Struct(2, new ThriftBytes().Struct(2, new ThriftBytes()));
        var columns = names.Select((name, column) => new ThriftBytes().Int32(1, column == 0 ? 2 : 5).Int32(3, 0).Text(4, name)).ToArray();
        columns[0].Struct(10, new ThriftBytes().Struct(8, utcMicroseconds));
        var time = BitConverter.GetBytes(Start);
        var metadata = new ThriftBytes().Int32(4, 6).Int64(7, 100).Int64(9, 4).Struct(12, new ThriftBytes().Bytes(5, time).Bytes(6, time));
        var chunk = otherFile is null ? new ThriftBytes() : new ThriftBytes().Text(1, otherFile);
        chunk.Int64(2, 0).Struct(3, metadata);
        return new ThriftBytes()
            .Structs(2, [new ThriftBytes().Text(4, "schema").Int32(5, names.Length), .. columns])
            .Structs(4, new ThriftBytes().Structs(1, [.. names.Select(_ => chunk)]).Int64(3, 1))
            .ToArray();
    }

    private static CandleColumns Rows(int count, Random random)
    {
        var rows = new CandleColumns(count);
        var time = Start;
        for (var i = 0; i < count; i++)
        {
            rows.Add(Bar(time, random.NextDouble() * 1_000));
            var isOffGrid = random.Next(10) == 0;
            time += isOffGrid ? random.NextInt64(1, 5_000_000_000) : 60_000_000;
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

    private static CandleColumns ReadWithLakeReader(TemporaryLake temp, TimeRange range)
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
