using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Lake;

public sealed class CollectionRecordTests : IDisposable
{
    private const int Longest = 40;

    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");

    private static readonly Gen<TimeRange> Ranges = Gen.Select(Gen.Int[0, Longest], Gen.Int[0, Longest], (a, b) => new TimeRange(a, b));

    private readonly TemporaryLake home = new();

    public void Dispose() => home.Dispose();

    // The oracle is a plain set of times.
    [Fact]
    public void With_AnyRanges_KnowsTheTimesOfAllOfThem() =>
        Gen.Select(Ranges.List[0, 12], Ranges, Gen.Int[-1, Longest])
            .Sample(
                (asked, range, begins) =>
                {
                    var record = asked.Aggregate(CollectionRecord.Of("upbit"), (known, each) => known.With(each)) with
                    {
                        BeginsUtc = begins < 0 ? null : begins,
                    };
                    var known = Enumerable
                        .Range(0, Longest)
                        .Where(time => time < begins || asked.Exists(each => each.Contains(time)))
                        .ToHashSet();
                    var missing = record.Missing(range);

                    Enumerable
                        .Range(0, Longest)
                        .Where(time => missing.Any(each => each.Contains(time)))
                        .ShouldBe(Enumerable.Range(0, Longest).Where(time => range.Contains(time) && !known.Contains(time)));
                    record.Covers(range).ShouldBe(Enumerable.Range(0, Longest).Where(time => range.Contains(time)).All(known.Contains));
                    for (var i = 1; i < record.Answered.Count; i++)
                        record.Answered[i].StartUtc.ShouldBeGreaterThan(record.Answered[i - 1].EndUtc);
                },
                iter: Iterations.Of(5_000)
            );

    [Fact]
    public void Record_WrittenAndRead_IsTheSame()
    {
        var record = new CollectionRecord(
            "upbit",
            [new TimeRange(TemporaryLake.TimeOf("2025-09-01T00:00Z"), TemporaryLake.TimeOf("2025-09-02T00:01Z"))],
            TemporaryLake.TimeOf("2017-10-01T00:00Z"),
            TemporaryLake.TimeOf("2025-09-03T00:00:00.25Z"),
            "it was unavailable"
        );
        home.Lake.Record(Bitcoin, Timeframe.OneMinute, before => before is null ? record : throw new InvalidOperationException());
        var read = home.Lake.Collected(Bitcoin, Timeframe.OneMinute).ShouldNotBeNull();
        read.Answered.ShouldBe(record.Answered);
        (read with { Answered = record.Answered }).ShouldBe(record);
        home.Files().ShouldBe(["BTC_KRW/1M/.collected.json"]);
        home.Lake.Symbols(Timeframe.OneMinute).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"source":"upbit","asked":[["2025-09-01T00:00:00Z"]]}""")]
    [InlineData("""{"source":"upbit","asked":[null]}""")]
    [InlineData("""{"source":"upbit","asked":[["2025-09-01T00:00:00Z",null]]}""")]
    [InlineData("""{"source":"upbit","asked":[["2025-09-01T00:00:00Z","soon"]]}""")]
    public void Collected_OfADamagedFile_IsNothingKnown(string text)
    {
        File.WriteAllText(home.PathOf("BTC_KRW/1M/.collected.json"), text);
        home.Lake.Collected(Bitcoin, Timeframe.OneMinute).ShouldBeNull();
    }

    [Fact]
    public void Record_AfterAWriterThatDied_RemovesWhatItLeft()
    {
        File.WriteAllText(home.PathOf("BTC_KRW/1M/..collected.json.0123456789ab.tmp"), "{");
        home.Lake.Record(Bitcoin, Timeframe.OneMinute, _ => CollectionRecord.Of("upbit"));
        home.Files().ShouldBe(["BTC_KRW/1M/.collected.json"]);
    }

    [Fact]
    public void Record_BySeveralWritersAtOnce_LosesNothing()
    {
        Parallel.For(
            0,
            40,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            i =>
                new CandleLake(home.Lake.Root).Record(
                    Bitcoin,
                    Timeframe.OneMinute,
                    before => (before ?? CollectionRecord.Of("upbit")).With(new TimeRange(i * 10_000_000L, (i * 10_000_000L) + 5_000_000))
                )
        );
        home.Lake.Collected(Bitcoin, Timeframe.OneMinute)!.Answered.Count.ShouldBe(40);
    }
}
