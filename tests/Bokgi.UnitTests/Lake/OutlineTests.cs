using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;
using static Bokgi.UnitTests.Lake.TemporaryLake;

namespace Bokgi.UnitTests.Lake;

/// <summary>How many rows a range has, and whether two lakes have the same content.</summary>
public sealed class OutlineTests
{
    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");
    private static readonly Timeframe Hour = Timeframe.OneHour;

    [Theory]
    [InlineData("2024-05-01T00:00Z", "2024-05-01T02:00Z", 3)] // two hours, plus one that may start in between
    [InlineData("2024-01-01T00:00Z", "2025-01-01T00:00Z", 24)]
    public void Outline_ForeignFile_IsAnEstimateThatNeverPassesItsRows(string start, string end, long rows)
    {
        using var home = new TemporaryLake();
        ForeignFile.Of(Hours("2024-05-01T00:00Z", 24)).Save(home.PathOf("BTC_KRW/1H/2024.parquet"));

        home.Lake.Outline(Bitcoin, Hour, new TimeRange(TimeOf(start), TimeOf(end)), TestContext.Current.CancellationToken)
            .Rows.ShouldBe(rows);
    }

    [Fact]
    public void Outline_NoFiles_IsEmpty()
    {
        using var home = new TemporaryLake();

        var outline = home.Lake.Outline(Bitcoin, Hour, TimeRange.All, TestContext.Current.CancellationToken);

        (outline.Rows, outline.Files.Count).ShouldBe((0, 0));
    }

    [Fact]
    public void Outline_DamagedFile_IsMalformed()
    {
        using var home = new TemporaryLake();
        File.WriteAllText(home.PathOf("BTC_KRW/1H/2024.parquet"), "PAR1 and no more");

        Should
            .Throw<LakeException>(() => home.Lake.Outline(Bitcoin, Hour, TimeRange.All, TestContext.Current.CancellationToken))
            .Kind.ShouldBe(LakeErrorKind.MalformedFile);
    }

    [Fact]
    public void HashOf_OneVolumeChanged_IsAnother()
    {
        using var here = new TemporaryLake();
        using var there = new TemporaryLake();
        var candles = Hours("2024-05-01T00:00Z", 24);
        here.Write("BTC_KRW", Hour, candles);
        there.Write("BTC_KRW", Hour, candles);
        var hash = here.Lake.HashOf("BTC_KRW/1H/2024.parquet").ShouldNotBeNull();

        hash.Length.ShouldBe(32);
        there.Lake.HashOf("BTC_KRW/1H/2024.parquet").ShouldBe(hash);
        there.Write("BTC_KRW", Hour, candles[7] with { Volume = candles[7].Volume + 1 });
        there.Lake.HashOf("BTC_KRW/1H/2024.parquet").ShouldNotBe(hash);
        there.Lake.HashOf("BTC_KRW/1H/2025.parquet").ShouldBeNull();
        there.Lake.HashOf("ETH_KRW/1H/2025.parquet").ShouldBeNull();
    }

    private static Candle[] Hours(string first, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Bar(TimeOf(first) + (i * Hour.NominalMicroseconds), i + 1))];
}
