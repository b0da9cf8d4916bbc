using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using CsCheck;
using Shouldly;
using Xunit;
using static Bokgi.UnitTests.Lake.TemporaryLake;

namespace Bokgi.UnitTests.Lake;

public sealed class LakeWriteTests
{
    private static readonly Timeframe Hour = Timeframe.OneHour;

    [Fact]
    public void Write_RowsOfTwoYears_MakesOneFilePerUtcYear()
    {
        using var temp = new TemporaryLake();
        var summary = temp.Write("BTC_KRW", Hour, Bar("2024-01-01T00:00Z", 2), Bar("2023-12-31T23:00Z", 1), Bar("2024-01-01T01:00Z", 3));

        temp.Files().ShouldBe(["BTC_KRW/1H/2023.parquet", "BTC_KRW/1H/2024.parquet"]);
        summary.Files.ShouldBe(temp.Files());
        (summary.Added, summary.Replaced, summary.Unchanged, summary.Removed).ShouldBe((3, 0, 0, 0));
        Rows(temp, "BTC_KRW").ShouldBe([Bar("2023-12-31T23:00Z", 1), Bar("2024-01-01T00:00Z", 2), Bar("2024-01-01T01:00Z", 3)]);
    }

    [Fact]
    public void Write_TimeThatIsStoredAlready_ReplacesItsRowAndKeepsTheRest()
    {
        using var temp = new TemporaryLake();
        temp.Write("BTC_KRW", Hour, Bar("2024-05-01T00:00Z", 1), Bar("2024-05-01T01:00Z", 2));
        var summary = temp.Write(
            "BTC_KRW",
            Hour,
            Bar("2024-05-01T01:00Z", 8),
            Bar("2024-05-01T00:00Z", 1),
            Bar("2024-05-01T02:00Z", 4),
            Bar("2024-05-01T01:00Z", 9)
        );

        summary.ShouldSatisfyAllConditions(
            s => s.Added.ShouldBe(1),
            s => s.Replaced.ShouldBe(1),
            s => s.Unchanged.ShouldBe(1),
            s => s.Duplicates.ShouldBe(1)
        );
        Rows(temp, "BTC_KRW").ShouldBe([Bar("2024-05-01T00:00Z", 1), Bar("2024-05-01T01:00Z", 9), Bar("2024-05-01T02:00Z", 4)]);
    }

    [Fact]
    public void Write_NothingNew_LeavesTheFileAlone()
    {
        using var temp = new TemporaryLake();
        temp.Write("BTC_KRW", Hour, Bar("2024-05-01T00:00Z", 1));
        var path = temp.PathOf("BTC_KRW/1H/2024.parquet");
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);

        temp.Write("BTC_KRW", Hour, Bar("2024-05-01T00:00Z", 1)).Files.ShouldBeEmpty();
        File.GetLastWriteTimeUtc(path).ShouldBe(DateTime.UnixEpoch);
    }

    [Fact]
    public void Write_OverwriteOfAnInterval_ReplacesOnlyThatInterval()
    {
        using var temp = new TemporaryLake();
        temp.Write(
            "BTC_KRW",
            Hour,
            [.. Enumerable.Range(0, 8).Select(i => Bar(TimeOf("2023-12-31T20:00Z") + (i * Hour.NominalMicroseconds), i + 1))]
        );
        var interval = new TimeRange(TimeOf("2023-12-31T22:00Z"), TimeOf("2024-01-01T02:00Z"));
        var summary = temp.Write("BTC_KRW", Hour, interval, Bar("2023-12-31T23:00Z", 50));

        summary.ShouldSatisfyAllConditions(s => s.Replaced.ShouldBe(1), s => s.Removed.ShouldBe(3), s => s.Added.ShouldBe(0));
        Rows(temp, "BTC_KRW").Select(bar => bar.Open).ShouldBe([1, 2, 50, 7, 8]);
    }

    [Fact]
    public void Write_OverwriteOfAWholeYearWithNothing_DeletesItsFile()
    {
        using var temp = new TemporaryLake();
        temp.Write("BTC_KRW", Hour, Bar("2023-06-01T00:00Z", 1), Bar("2024-06-01T00:00Z", 2));
        var summary = temp.Write("BTC_KRW", Hour, new TimeRange(TimeOf("2024-01-01T00:00Z"), TimeOf("2025-01-01T00:00Z")));

        summary.Removed.ShouldBe(1);
        temp.Files().ShouldBe(["BTC_KRW/1H/2023.parquet"]);
    }

    [Fact]
    public void Write_RowStoredInAKoreanYearFile_MovesToItsUtcYearFile()
    {
        using var temp = new TemporaryLake();
        ExternalParquetFile
            .FromBars(Bar("2023-12-31T15:00Z", 1), Bar("2023-12-31T16:00Z", 2), Bar("2024-01-01T00:00Z", 3))
            .Save(temp.PathOf("BTC_KRW/1H/2024.parquet"));
        var summary = temp.Write("BTC_KRW", Hour, Bar("2023-12-31T16:00Z", 20));

        (summary.Added, summary.Replaced).ShouldBe((0, 1));
        Rows(temp, "BTC_KRW").Select(bar => bar.Open).ShouldBe([1, 20, 3]);
        // The row is now only in the file of 2023, so deleting this file removes the row.
        File.Delete(temp.PathOf("BTC_KRW/1H/2023.parquet"));
        Rows(temp, "BTC_KRW").Select(bar => bar.Open).ShouldBe([1, 3]);
    }

    [Fact]
    public void Write_RowsOfTwoUtcYearsOfOneKoreanYearFile_LeavesNoStaleRowInIt()
    {
        using var temp = new TemporaryLake();
        ExternalParquetFile.FromBars(Bar("2023-12-31T15:00Z", 1), Bar("2024-01-01T00:00Z", 3)).Save(temp.PathOf("BTC_KRW/1H/2024.parquet"));
        temp.Write("BTC_KRW", Hour, Bar("2023-12-31T15:00Z", 10), Bar("2024-01-01T01:00Z", 4));

        Rows(temp, "BTC_KRW").Select(bar => bar.Open).ShouldBe([10, 3, 4]);
        File.Delete(temp.PathOf("BTC_KRW/1H/2023.parquet"));
        Rows(temp, "BTC_KRW").Select(bar => bar.Open).ShouldBe([3, 4]);
    }

    [Fact]
    public void Write_FolderInExchangeSpelling_IsKeptButTheCanonicalFolderTakesPrecedence()
    {
        using var temp = new TemporaryLake();
        ExternalParquetFile.FromBars(Bar("2024-05-01T00:00Z", 1), Bar("2024-05-01T01:00Z", 2)).Save(temp.PathOf("KRW-BTC/1H/2024.parquet"));
        temp.Write("BTC_KRW", Hour, Bar("2024-05-01T01:00Z", 20));

        temp.Files().ShouldBe(["BTC_KRW/1H/2024.parquet", "KRW-BTC/1H/2024.parquet"]);
        Rows(temp, "BTC_KRW").Select(bar => bar.Open).ShouldBe([1, 20]);
    }

    [Fact]
    public void Write_OverwriteWithFolderInExchangeSpelling_AlsoRemovesItsRowsInTheInterval()
    {
        using var temp = new TemporaryLake();
        ExternalParquetFile.FromBars(Bar("2024-05-01T00:00Z", 1), Bar("2024-05-01T01:00Z", 2)).Save(temp.PathOf("KRW-BTC/1H/2024.parquet"));
        temp.Write("BTC_KRW", Hour, new TimeRange(TimeOf("2024-05-01T01:00Z"), TimeOf("2024-05-02T00:00Z")), Bar("2024-05-01T03:00Z", 4));

        Rows(temp, "BTC_KRW").Select(bar => bar.Open).ShouldBe([1, 4]);
    }

    [Fact]
    public void Write_InvalidBars_AreKeptAsTheyAre()
    {
        using var temp = new TemporaryLake();
        var invalidBar = new Candle(TimeOf("2024-05-01T00:00Z"), 5, double.NaN, 7, double.PositiveInfinity, -1);
        temp.Write("BTC_KRW", Hour, invalidBar);
        temp.Write("BTC_KRW", Hour, Bar("2024-05-01T01:00Z", 1)).Added.ShouldBe(1);

        Rows(temp, "BTC_KRW")[0].ShouldBe(invalidBar);
    }

    [Fact]
    public void Write_TemporaryFilesOfACrashedWriter_AreRemoved()
    {
        using var temp = new TemporaryLake();
        File.WriteAllText(temp.PathOf("BTC_KRW/1H/.2024.parquet.0123456789ab.tmp"), "half a file");
        temp.Write("BTC_KRW", Hour, Bar("2024-05-01T00:00Z", 1));

        temp.Files().ShouldBe(["BTC_KRW/1H/2024.parquet"]);
    }

    [Fact]
    public void Write_MalformedExistingFile_IsRefusedAndLeftAlone()
    {
        using var temp = new TemporaryLake();
        File.WriteAllText(temp.PathOf("BTC_KRW/1H/2024.parquet"), "no Parquet at all");

        var error = Should.Throw<LakeException>(() => temp.Write("BTC_KRW", Hour, Bar("2024-05-01T00:00Z", 1)));
        error.Kind.ShouldBe(LakeErrorKind.MalformedFile);
        File.ReadAllText(temp.PathOf("BTC_KRW/1H/2024.parquet")).ShouldBe("no Parquet at all");
    }

    [Fact]
    public async Task Write_ManyThreadsOnOneFile_LoseNothing()
    {
        using var temp = new TemporaryLake();
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    Task.Run(() => temp.Write("BTC_KRW", Hour, Bar(TimeOf("2024-05-01T00:00Z") + (i * Hour.NominalMicroseconds), i + 1)))
                )
        );

        Rows(temp, "BTC_KRW").Select(bar => bar.Open).ShouldBe([1, 2, 3, 4, 5, 6, 7, 8]);
    }

    [Fact]
    public async Task Load_WhileRowsMoveBetweenYearFiles_SeesEveryRow()
    {
        using var temp = new TemporaryLake();
        var first = TimeOf("2023-12-31T15:00Z");
        Candle[] hours = [.. Enumerable.Range(0, 20).Select(i => Bar(first + (i * Hour.NominalMicroseconds), i + 1))];
        temp.Write("BTC_KRW", Hour, Bar("2023-06-01T00:00Z", 1));
        for (var round = 0; round < 5; round++)
        {
            ExternalParquetFile.FromBars(hours).Save(temp.PathOf("BTC_KRW/1H/korean.tmp"));
            File.Move(temp.PathOf("BTC_KRW/1H/korean.tmp"), temp.PathOf("BTC_KRW/1H/2024.parquet"), overwrite: true);
            // Writing the nine hours of the UTC year 2023 moves them to that year's file.
            var writing = Task.Run(
                () => Array.ForEach(hours[..9], hour => temp.Write("BTC_KRW", Hour, hour)),
                TestContext.Current.CancellationToken
            );
            do
            {
                Rows(temp, "BTC_KRW").Length.ShouldBe(21); // the 20 hours and the bar of June
            } while (!writing.IsCompleted);
            await writing;
        }
    }

    // The expected rows are kept in a dictionary from time to row.
    [Fact]
    public void Write_AnySequenceOfWrites_EqualsADictionary()
    {
        var start = TimeOf("2023-12-31T12:00Z");
        var rows = Gen.Select(Gen.Int[0, 30], Gen.Int[1, 9])
            .Select((hour, value) => Bar(start + (hour * Hour.NominalMicroseconds), value))
            .Array[0, 8];
        var interval = Gen.Select(Gen.Int[0, 30], Gen.Int[1, 10])
            .Select(
                (hour, length) =>
                    (TimeRange?)
                        new TimeRange(start + (hour * Hour.NominalMicroseconds), start + ((hour + length) * Hour.NominalMicroseconds))
            );
        var write = Gen.Select(rows, Gen.Frequency((2, Gen.Const((TimeRange?)null)), (1, interval)));

        Gen.Select(rows, write.Array[1, 5])
            .Sample(
                (initialRows, writes) =>
                {
                    using var temp = new TemporaryLake();
                    var expected = new SortedDictionary<long, Candle>();
                    if (initialRows.Length > 0)
                        ExternalParquetFile.FromBars(initialRows).Save(temp.PathOf("BTC_KRW/1H/2024.parquet"));
                    foreach (var bar in initialRows)
                        expected[bar.TimeUtc] = bar;

                    foreach (var (bars, overwrite) in writes)
                    {
                        foreach (var time in expected.Keys.Where(time => overwrite?.Contains(time) == true).ToArray())
                            expected.Remove(time);
                        foreach (var bar in bars)
                            expected[bar.TimeUtc] = bar;
                        temp.Write("BTC_KRW", Hour, overwrite, bars);
                        Rows(temp, "BTC_KRW").ShouldBe(expected.Values);
                    }
                },
                iter: 60
            );
    }

    private static Candle[] Rows(TemporaryLake temp, string symbol)
    {
        if (temp.Files().Length == 0)
            return [];
        try
        {
            using var batch = temp.Lake.ReadBatch(Hour, TimeRange.All, symbol);
            return [.. Enumerable.Range(0, batch.Count).Select(i => batch[i])];
        }
        catch (LakeException e) when (e.Kind == LakeErrorKind.NotFound)
        {
            return [];
        }
    }
}
