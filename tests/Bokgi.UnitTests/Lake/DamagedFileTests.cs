using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using ParquetSharp;
using Shouldly;
using Xunit;
using static Bokgi.UnitTests.Lake.TemporaryLake;

namespace Bokgi.UnitTests.Lake;

/// <summary>Reading a damaged file either succeeds or throws a LakeException; the native reader must not crash the process.</summary>
public sealed class DamagedFileTests
{
    private static readonly Candle[] Bars =
    [
        .. Enumerable
            .Range(0, 300)
            .Select(i => Bar(TimeOf("2024-05-01T00:00Z") + (i * Timeframe.OneHour.NominalMicroseconds), (i % 17) + 1)),
    ];

    [Fact]
    public void Load_AnyTruncation_IsRefused()
    {
        using var temp = new TemporaryLake();
        var (path, original) = WriteLakeFile(temp);
        for (var length = 0; length < original.Length; length += 1 + (original.Length / 200))
        {
            File.WriteAllBytes(path, original[..length]);
            ReadErrorKind(temp).ShouldBe(LakeErrorKind.MalformedFile, $"{length} of {original.Length} bytes");
        }
    }

    [Fact]
    public void Load_FlippedBitInThePages_IsRefusedByTheChecksumOrChangesNoRow()
    {
        using var temp = new TemporaryLake();
        var (path, original) = WriteLakeFile(temp);
        // The file begins with 4 bytes that identify the format. It ends with the footer, the footer's length and the same 4 bytes.
        var footerStart = original.Length - 8 - BitConverter.ToInt32(original, original.Length - 8);
        var random = new Random(20240501);
        for (var i = 0; i < 300; i++)
        {
            var damaged = (byte[])original.Clone();
            damaged[random.Next(4, footerStart)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, damaged);
            if (ReadErrorKind(temp) is null)
                Rows(temp).ShouldBe(Bars);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_FlippedBytesAnywhere_AreRefusedOrRead(bool isExternal)
    {
        using var temp = new TemporaryLake();
        var (path, original) = isExternal ? WriteExternalFile(temp) : WriteLakeFile(temp);
        var random = new Random(7);
        var refused = 0;
        for (var i = 0; i < 300; i++)
        {
            var damaged = (byte[])original.Clone();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, damaged);
            refused += ReadErrorKind(temp) is LakeErrorKind.MalformedFile ? 1 : 0;
        }

        refused.ShouldBeGreaterThan(100);
    }

    private static (string Path, byte[] Bytes) WriteLakeFile(TemporaryLake temp)
    {
        temp.Write("BTC_KRW", Timeframe.OneHour, Bars);
        var path = temp.PathOf("BTC_KRW/1H/2024.parquet");
        return (path, File.ReadAllBytes(path));
    }

    private static (string Path, byte[] Bytes) WriteExternalFile(TemporaryLake temp)
    {
        var path = temp.PathOf("BTC_KRW/1H/2024.parquet");
        new ExternalParquetFile { RowsPerGroup = 70 }
            .Optional(
                "timestamp",
                LogicalType.Timestamp(false, TimeUnit.Nanos),
                PhysicalType.Int64,
                [.. Bars.Select(bar => (long?)(bar.TimeUtc * 1_000))]
            )
            .Prices(Bars)
            .Texts("symbol", [.. Bars.Select(_ => "BTC_KRW")])
            .WithoutStatistics()
            .Save(path);
        return (path, File.ReadAllBytes(path));
    }

    // Reads the file; null if that succeeds. The kind may be NotFound, if the damage leaves no times that the lake accepts.
    private static LakeErrorKind? ReadErrorKind(TemporaryLake temp)
    {
        try
        {
            _ = Rows(temp);
            return null;
        }
        catch (LakeException e)
        {
            return e.Kind;
        }
    }

    private static Candle[] Rows(TemporaryLake temp)
    {
        using var batch = temp.Lake.ReadBatch(Timeframe.OneHour, TimeRange.All, "BTC_KRW");
        return [.. Enumerable.Range(0, batch.Count).Select(i => batch[i])];
    }
}
