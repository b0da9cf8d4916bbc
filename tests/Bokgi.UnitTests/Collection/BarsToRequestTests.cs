using Bokgi.Host.Collection;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using CsCheck;
using Shouldly;
using Xunit;
using static Bokgi.UnitTests.Lake.TemporaryLake;

namespace Bokgi.UnitTests.Collection;

/// <summary>Which ranges a collection requests: those whose bars are not stored and which no earlier request has covered.</summary>
public class BarsToRequestTests
{
    private static readonly Timeframe Hour = Timeframe.OneHour;

    [Fact]
    public void Find_SomeBarsStoredAndOthersCovered_GivesTheRemainingRanges()
    {
        var record = CollectionRecord.Empty("upbit").WithCovered(Hours(4, 6));

        var barsToRequest = BarsToRequest.Find(Hour, Hours(0, 10), [At(1), At(2), At(8)], record, refetchUtc: null);

        barsToRequest.ShouldBe([Hours(0, 1), Hours(3, 4), Hours(6, 8), Hours(9, 10)]);
    }

    [Fact]
    public void Find_BarToRequestAgain_IsIncludedAlthoughItIsStored()
    {
        var record = CollectionRecord.Empty("upbit").WithCovered(Hours(0, 10));

        BarsToRequest.Find(Hour, Hours(0, 10), [At(5)], record, refetchUtc: At(5)).ShouldBe([Hours(5, 6)]);
    }

    [Fact]
    public void Find_BarsBeforeTheMarketBegan_AreNotIncluded()
    {
        var record = CollectionRecord.Empty("upbit") with { BeginsUtc = At(7) };

        BarsToRequest.Find(Hour, Hours(0, 10), [], record, refetchUtc: null).ShouldBe([Hours(7, 10)]);
    }

    [Theory]
    [InlineData("1D", "2024-01-01T00:00Z", "2024-02-01T00:00Z", 31)]
    [InlineData("1D", "2024-01-01T00:01Z", "2024-01-03T00:00Z", 1)]
    [InlineData("1W", "2024-01-01T00:00Z", "2024-01-15T00:00Z", 2)]
    [InlineData("1MO", "2023-11-15T00:00Z", "2024-02-01T00:00Z", 2)]
    [InlineData("1M", "2024-01-01T00:00Z", "2024-01-01T00:00Z", 0)]
    public void CountBars_OfARange_CountsTheBarsThatOpenInIt(string timeframe, string from, string to, long bars) =>
        BarsToRequest.CountBars(Timeframe.Parse(timeframe), new TimeRange(TimeOf(from), TimeOf(to))).ShouldBe(bars);

    [Fact]
    public void BarsToRequest_AnyRanges_AgreeWithACheckOfEachBar() =>
        Gen.Select(Range, Range, Range, Range, Gen.Int[0, 40].HashSet[0, 20], Gen.Int[-1, 40])
            .Sample(
                (wanted, covered, alsoCovered, newlyCovered, stored, refetch) =>
                {
                    var record = CollectionRecord.Empty("upbit").WithCovered(covered).WithCovered(alsoCovered);
                    long[] times = [.. stored.Select(At).Order()];

                    var barsToRequest = BarsToRequest.Find(Hour, wanted, times, record, refetch < 0 ? null : At(refetch));
                    var remaining = BarsToRequest.RemoveCovered(barsToRequest, newlyCovered);

                    bool MustBeRequested(int bar) =>
                        wanted.Contains(At(bar))
                        && (bar == refetch || !(stored.Contains(bar) || covered.Contains(At(bar)) || alsoCovered.Contains(At(bar))));
                    var bars = Enumerable.Range(0, 41).ToList();
                    BarIndexes(barsToRequest).ShouldBe(bars.Where(MustBeRequested));
                    BarIndexes(remaining).ShouldBe(bars.Where(bar => MustBeRequested(bar) && !newlyCovered.Contains(At(bar))));
                    BarsToRequest.CountBars(Hour, remaining).ShouldBe(BarIndexes(remaining).Count());
                },
                iter: Iterations.Scale(2_000)
            );

    // All generated ranges and bars are within the hours 0 to 40.
    private static Gen<TimeRange> Range => Gen.Select(Gen.Int[0, 40], Gen.Int[0, 40], (a, b) => Hours(Math.Min(a, b), Math.Max(a, b)));

    private static IEnumerable<int> BarIndexes(List<TimeRange> ranges) =>
        Enumerable.Range(0, 41).Where(bar => ranges.Exists(range => range.Contains(At(bar))));

    private static long At(int hour) => TimeOf("2024-01-01T00:00Z") + (hour * Hour.NominalMicroseconds);

    private static TimeRange Hours(int from, int to) => new(At(from), At(to));
}
