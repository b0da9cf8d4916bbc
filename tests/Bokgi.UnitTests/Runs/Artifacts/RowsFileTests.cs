using System.IO.Hashing;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Trading;
using Bokgi.UnitTests.Bombs;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Runs.Artifacts;

public sealed class RowsFileTests : IDisposable
{
    private const int BlockValues = ColumnBlock.MaximumValues;

    private static readonly StoredTable[] Tables =
    [
        new("prices", [new("time", ColumnType.Time), new("price", ColumnType.Number)]),
        new("empty", [new("number", ColumnType.Number)]),
        new("fills", [new("bar", ColumnType.Integer), new("reason", ColumnType.Text, ["stop_loss", "take_profit"])]),
    ];

    private static readonly int[] RowCounts = [0, 1, 3, 1_000, BlockValues - 1, BlockValues, BlockValues + 1, (2 * BlockValues) + 7];

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("bokgi-rows-");

    private string FilePath => Path.Combine(root.FullName, "rows.bokgi");

    public void Dispose() => root.Delete(recursive: true);

    // The expected values are the arrays that were written. A column is stored in blocks of at most BlockValues values, so some row counts are
    // near a multiple of BlockValues.
    [Fact]
    public void Read_AnyRows_EqualsWhatWasWritten() =>
        Gen.Select(Gen.Int[0, RowCounts.Length - 1].Select(i => RowCounts[i]).Array[1, 3], Gen.Int)
            .Sample(
                (rowCounts, seed) =>
                {
                    var groups = Write(rowCounts, new Random(seed));
                    using var prices = Open("prices");
                    using var fills = Open("fills");
                    using var empty = Open("empty");
                    (prices.GroupCount, fills.GroupCount, empty.GroupCount).ShouldBe(
                        (rowCounts.Length, rowCounts.Length, rowCounts.Length)
                    );
                    var random = new Random(seed);
                    for (var group = 0; group < groups.Count; group++)
                    {
                        var (times, numbers, bars, reasons) = groups[group];
                        prices.RowCount(group).ShouldBe(times.Length);
                        empty.RowCount(group).ShouldBe(0);
                        var from = random.Next(times.Length + 1);
                        var count = random.Next(times.Length - from + 1);
                        ShouldEqual(times, prices.Read<long>(group, "time"));
                        ShouldEqual(times.AsSpan(from, count), prices.Read<long>(group, "time", from, count));
                        ShouldEqual(numbers.AsSpan(from, count), prices.Read<double>(group, "price", from, count));
                        ShouldEqual(bars.AsSpan(from, count), fills.Read<int>(group, "bar", from, count));
                        ShouldEqual(
                            reasons
                                .AsSpan(from, count)
                                .ToArray()
                                .Select(code => code == 0 ? ExitReason.StopLoss : ExitReason.TakeProfit)
                                .ToArray(),
                            fills.ReadEnums<ExitReason>(group, "reason", from, count)
                        );
                        var symbols = (string[])prices.Read(new ArtifactColumn("symbol", ColumnType.Text), group, from, count);
                        symbols.Length.ShouldBe(count);
                        symbols.ShouldAllBe(symbol => symbol == $"S{group}_KRW");
                        for (var i = 0; i < 5; i++)
                        {
                            var (start, end) = (random.Next(-1, times.Length * 3), random.Next(-1, times.Length * 3));
                            var firstRow = times.Count(time => time < start);
                            prices
                                .FindRows(group, "time", (long)start, (long)end)
                                .ShouldBe((firstRow, Math.Max(firstRow, times.Count(time => time < end))));
                        }
                    }
                },
                iter: 30,
                threads: 1 // all samples use the same file
            );

    [Fact]
    public void Columns_OfATable_BeginWithTheSymbol()
    {
        Write([2], new Random(1));
        using var fills = Open("fills");

        fills.Columns.ShouldBe([new("symbol", ColumnType.Text), new("bar", ColumnType.Integer), new("reason", ColumnType.Text)]);
        (fills.HasColumn("reason"), fills.HasColumn("price")).ShouldBe((true, false));
    }

    [Fact]
    public void Read_ColumnOfAnotherType_IsRefused()
    {
        Write([2], new Random(1));
        using var prices = Open("prices");

        Should.Throw<InvalidDataException>(() => prices.Read<double>(0, "time"));
        Should.Throw<InvalidDataException>(() => prices.Read<long>(0, "price"));
        Should.Throw<InvalidDataException>(() => prices.Read<long>(0, "none"));
        Should.Throw<ArgumentOutOfRangeException>(() => prices.Read<long>(0, "time", from: 1, count: 2));
    }

    // Open passes isVerified: the file is known to match its hash, so the unknown format cannot be damage.
    [Fact]
    public void Open_FormatOfALaterVersion_IsRefusedNamingTheReason()
    {
        Write([2], new Random(1));
        var bytes = File.ReadAllBytes(FilePath);
        bytes[^1] = (byte)'2';
        File.WriteAllBytes(FilePath, bytes);

        Should.Throw<LostDataException>(() => Open("prices")).Message.ShouldContain("a later version of bokgi");
    }

    [Fact]
    public void ReadEnums_NameOfALaterVersion_IsRefusedOnlyIfItOccurs()
    {
        using (var stream = File.Create(FilePath))
        using (var writer = new RowsFileWriter(stream, [new("fills", [new("reason", ColumnType.Text, ["stop_loss", "of_tomorrow"])])]))
        {
            foreach (var code in (byte[])[0, 1])
            {
                writer.BeginGroup($"S{code}_KRW");
                writer.BeginTable(2);
                writer.Write((byte[])[0, code]);
            }

            writer.Close();
        }

        using var fills = Open("fills");

        fills.ReadEnums<ExitReason>(0, "reason", 0, 2).ShouldBe([ExitReason.StopLoss, ExitReason.StopLoss]);
        Should.Throw<LostDataException>(() => fills.ReadEnums<ExitReason>(1, "reason", 0, 2)).Message.ShouldContain("a later version");
    }

    // The directory is the list of a file's tables and blocks. The test damages it and then corrects its checksum, so that the checksum does not
    // reveal the damage.
    [Fact]
    public void Open_DirectoryDamagedWithARightChecksum_IsReadOrReportedAsDamaged()
    {
        Write([1_000, 3], new Random(1));
        var bytes = File.ReadAllBytes(FilePath);
        var (length, _) = RowsFileFormat.ReadEnd(bytes.AsSpan(^RowsFileFormat.EndBytes..));
        var directoryStart = bytes.Length - RowsFileFormat.EndBytes - length;
        var random = new Random(1);
        var refused = 0;
        for (var i = 0; i < 3_000; i++)
        {
            var damaged = bytes.ToArray();
            damaged[directoryStart + random.Next(length)] = (byte)random.Next(256);
            RowsFileFormat.WriteEnd(
                damaged.AsSpan(^RowsFileFormat.EndBytes..),
                length,
                XxHash3.HashToUInt64(damaged.AsSpan(directoryStart, length))
            );
            File.WriteAllBytes(FilePath, damaged);
            var allocated = Allocations.Measure(() => refused += IsRefused() ? 1 : 0);
            allocated.ShouldBeLessThan(20 * Allocations.Mebibyte); // even if a length is damaged
        }

        refused.ShouldBeGreaterThan(300);

        bool IsRefused()
        {
            try
            {
                using var prices = new ArtifactReader("run", [FilePath], "prices", isVerified: false);
                for (var group = 0; group < prices.GroupCount; group++)
                    foreach (var column in prices.Columns)
                        prices.Read(column, group, 0, prices.RowCount(group));
                return false;
            }
            catch (LostDataException)
            {
                return true;
            }
        }
    }

    private static void ShouldEqual<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual) => actual.SequenceEqual(expected).ShouldBeTrue();

    private ArtifactReader Open(string table) => new("run", [FilePath], table, isVerified: true);

    private List<(long[] Times, double[] Prices, int[] Bars, byte[] Reasons)> Write(int[] rowCounts, Random random)
    {
        var groups = new List<(long[] Times, double[] Prices, int[] Bars, byte[] Reasons)>();
        using var stream = File.Create(FilePath);
        using var writer = new RowsFileWriter(stream, Tables);
        foreach (var rows in rowCounts)
        {
            // Times repeat now and then.
            long[] times = [.. Enumerable.Range(0, rows).Select(i => (long)((i * 2) + random.Next(2))).Order()];
            double[] prices = [.. Enumerable.Range(0, rows).Select(_ => random.Next(4) == 0 ? 5 : random.NextDouble() * 1e8)];
            int[] bars = [.. Enumerable.Range(0, rows).Select(_ => random.Next(int.MinValue, int.MaxValue))];
            byte[] reasons = [.. Enumerable.Range(0, rows).Select(_ => (byte)random.Next(2))];
            writer.BeginGroup($"S{groups.Count}_KRW");
            writer.BeginTable(rows);
            writer.Write(times);
            writer.Write(prices);
            writer.BeginTable(0);
            writer.Write(ReadOnlySpan<double>.Empty);
            writer.BeginTable(rows);
            writer.Write<int>(bars, (in bar) => (long)bar);
            writer.Write(reasons);
            groups.Add((times, prices, bars, reasons));
        }

        writer.Close();
        return groups;
    }
}
