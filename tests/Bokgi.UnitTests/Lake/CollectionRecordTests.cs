using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Lake;

public sealed class CollectionRecordTests : IDisposable
{
    private const int TimeCount = 40;

    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");

    private static readonly Gen<TimeRange> Ranges = Gen.Select(Gen.Int[0, TimeCount], Gen.Int[0, TimeCount], (a, b) => new TimeRange(a, b));

    private readonly TemporaryLake temp = new();

    public void Dispose() => temp.Dispose();

    // The expected result is computed with a plain set of times.
    [Fact]
    public void WithCovered_AnyRanges_AgreesWithASetOfTimes() =>
        Gen.Select(Ranges.List[0, 12], Ranges, Gen.Int[-1, TimeCount])
            .Sample(
                (requested, range, beginsUtc) =>
                {
                    var record = requested.Aggregate(CollectionRecord.Empty("upbit"), (covered, added) => covered.WithCovered(added)) with
                    {
                        BeginsUtc = beginsUtc < 0 ? null : beginsUtc,
                    };
                    var known = Enumerable
                        .Range(0, TimeCount)
                        .Where(time => time < beginsUtc || requested.Exists(part => part.Contains(time)))
                        .ToHashSet();
                    var missing = record.UncoveredParts(range);

                    Enumerable
                        .Range(0, TimeCount)
                        .Where(time => missing.Any(part => part.Contains(time)))
                        .ShouldBe(Enumerable.Range(0, TimeCount).Where(time => range.Contains(time) && !known.Contains(time)));
                    record.Covers(range).ShouldBe(Enumerable.Range(0, TimeCount).Where(time => range.Contains(time)).All(known.Contains));
                    for (var i = 1; i < record.CoveredRanges.Count; i++)
                        record.CoveredRanges[i].StartUtc.ShouldBeGreaterThan(record.CoveredRanges[i - 1].EndUtc);
                },
                iter: Iterations.Scale(5_000)
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
        temp.Lake.UpdateCollectionRecord(
            Bitcoin,
            Timeframe.OneMinute,
            before => before is null ? record : throw new InvalidOperationException()
        );
        var read = temp.Lake.GetCollectionRecord(Bitcoin, Timeframe.OneMinute).ShouldNotBeNull();
        read.CoveredRanges.ShouldBe(record.CoveredRanges);
        (read with { CoveredRanges = record.CoveredRanges }).ShouldBe(record);
        temp.Files().ShouldBe(["BTC_KRW/1M/.collected.json"]);
        temp.Lake.Symbols(Timeframe.OneMinute).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"source":"upbit","asked":[["2025-09-01T00:00:00Z"]]}""")]
    [InlineData("""{"source":"upbit","asked":[null]}""")]
    [InlineData("""{"source":"upbit","asked":[["2025-09-01T00:00:00Z",null]]}""")]
    [InlineData("""{"source":"upbit","asked":[["2025-09-01T00:00:00Z","soon"]]}""")]
    public void GetCollectionRecord_DamagedFile_IsNull(string text)
    {
        File.WriteAllText(temp.PathOf("BTC_KRW/1M/.collected.json"), text);
        temp.Lake.GetCollectionRecord(Bitcoin, Timeframe.OneMinute).ShouldBeNull();
    }

    [Fact]
    public void UpdateCollectionRecord_TemporaryFileOfACrashedWriter_IsRemoved()
    {
        File.WriteAllText(temp.PathOf("BTC_KRW/1M/..collected.json.0123456789ab.tmp"), "{");
        temp.Lake.UpdateCollectionRecord(Bitcoin, Timeframe.OneMinute, _ => CollectionRecord.Empty("upbit"));
        temp.Files().ShouldBe(["BTC_KRW/1M/.collected.json"]);
    }

    [Fact]
    public void UpdateCollectionRecord_SeveralWritersAtOnce_KeepsAllRanges()
    {
        Parallel.For(
            0,
            40,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            i =>
                new CandleLake(temp.Lake.Root).UpdateCollectionRecord(
                    Bitcoin,
                    Timeframe.OneMinute,
                    before =>
                        (before ?? CollectionRecord.Empty("upbit")).WithCovered(
                            new TimeRange(i * 10_000_000L, (i * 10_000_000L) + 5_000_000)
                        )
                )
        );
        temp.Lake.GetCollectionRecord(Bitcoin, Timeframe.OneMinute)!.CoveredRanges.Count.ShouldBe(40);
    }
}
