using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;
using static Bokgi.UnitTests.Lake.TemporaryLake;

namespace Bokgi.UnitTests.Lake;

/// <summary>Tests of the outline of a range (its files and its number of rows), and of the hash of a lake file.</summary>
public sealed class OutlineTests
{
    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");
    private static readonly Timeframe Hour = Timeframe.OneHour;

    [Theory]
    [InlineData("2024-05-01T00:00Z", "2024-05-01T02:00Z", 3)] // two hours, and one more in case the range starts within a bar
    [InlineData("2024-01-01T00:00Z", "2025-01-01T00:00Z", 24)]
    public void Outline_FileOfAnotherProgram_EstimatesAtMostTheRowsOfTheFile(string start, string end, long rows)
    {
        using var temp = new TemporaryLake();
        ExternalParquetFile.FromBars(Hours("2024-05-01T00:00Z", 24)).Save(temp.PathOf("BTC_KRW/1H/2024.parquet"));

        temp.Lake.Outline(Bitcoin, Hour, new TimeRange(TimeOf(start), TimeOf(end)), TestContext.Current.CancellationToken)
            .Rows.ShouldBe(rows);
    }

    // A CandleLake caches the results of both methods until a file changes; a new CandleLake has nothing cached.
    [Fact]
    public void OutlineAndHasCandles_CalledAgainAfterEachChange_EqualThoseOfANewLake()
    {
        using var temp = new TemporaryLake();
        var lake = new CandleLake(temp.Lake.Root, new FakeTimeProvider(DateTimeOffset.MaxValue.AddYears(-1))); // every file is old, so it is cached
        var cancel = TestContext.Current.CancellationToken;
        TimeRange[] ranges = [TimeRange.All, new(TimeOf("2024-05-01T01:00Z"), TimeOf("2024-05-01T02:00Z")), new(0, 1)];
        ShouldEqualThoseOfANewLake([0, 0, 0]);

        temp.Write("BTC_KRW", Hour, Bar("2024-05-01T00:00Z", 1));
        ShouldEqualThoseOfANewLake([1, 0, 0]);
        lake.Outline(Bitcoin, Hour, ranges[0], cancel).ShouldBeSameAs(lake.Outline(Bitcoin, Hour, ranges[0], cancel));
        temp.Write("BTC_KRW", Hour, Bar("2024-05-01T01:00Z", 1), Bar("2025-05-01T01:00Z", 1));
        ShouldEqualThoseOfANewLake([3, 1, 0]);
        File.Delete(temp.PathOf("BTC_KRW/1H/2025.parquet"));
        ShouldEqualThoseOfANewLake([2, 1, 0]);
        File.Delete(temp.PathOf("BTC_KRW/1H/2024.parquet"));
        ShouldEqualThoseOfANewLake([0, 0, 0]);

        void ShouldEqualThoseOfANewLake(long[] rows)
        {
            for (var call = 0; call < 2; call++) // the second call is answered from the cache
            {
                ranges.Select(range => lake.Outline(Bitcoin, Hour, range, cancel).Rows).ShouldBe(rows);
                ranges.Select(range => lake.HasCandles(Bitcoin, Hour, range, cancel)).ShouldBe(rows.Select(count => count > 0));
                foreach (var range in ranges)
                    lake.Outline(Bitcoin, Hour, range, cancel)
                        .Files.ShouldBe(new CandleLake(temp.Lake.Root).Outline(Bitcoin, Hour, range, cancel).Files);
            }
        }
    }

    [Fact]
    public void Outline_NoFiles_IsEmpty()
    {
        using var temp = new TemporaryLake();

        var outline = temp.Lake.Outline(Bitcoin, Hour, TimeRange.All, TestContext.Current.CancellationToken);

        (outline.Rows, outline.Files.Count).ShouldBe((0, 0));
    }

    [Fact]
    public void Outline_DamagedFile_IsMalformed()
    {
        using var temp = new TemporaryLake();
        File.WriteAllText(temp.PathOf("BTC_KRW/1H/2024.parquet"), "PAR1 and no more");

        Should
            .Throw<LakeException>(() => temp.Lake.Outline(Bitcoin, Hour, TimeRange.All, TestContext.Current.CancellationToken))
            .Kind.ShouldBe(LakeErrorKind.MalformedFile);
    }

    [Fact]
    public void HashOf_EqualChangedOrMissingFile_IsEqualDifferentOrNull()
    {
        using var first = new TemporaryLake();
        using var second = new TemporaryLake();
        var candles = Hours("2024-05-01T00:00Z", 24);
        first.Write("BTC_KRW", Hour, candles);
        second.Write("BTC_KRW", Hour, candles);
        var hash = first.Lake.HashOf("BTC_KRW/1H/2024.parquet").ShouldNotBeNull();

        hash.Length.ShouldBe(32);
        second.Lake.HashOf("BTC_KRW/1H/2024.parquet").ShouldBe(hash);
        second.Write("BTC_KRW", Hour, candles[7] with { Volume = candles[7].Volume + 1 });
        second.Lake.HashOf("BTC_KRW/1H/2024.parquet").ShouldNotBe(hash);
        second.Lake.HashOf("BTC_KRW/1H/2025.parquet").ShouldBeNull();
        second.Lake.HashOf("ETH_KRW/1H/2025.parquet").ShouldBeNull();
    }

    private static Candle[] Hours(string first, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Bar(TimeOf(first) + (i * Hour.NominalMicroseconds), i + 1))];
}
