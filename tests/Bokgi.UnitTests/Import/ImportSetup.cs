using System.Globalization;
using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Shouldly;

namespace Bokgi.UnitTests.Import;

/// <summary>An importer on an empty folder, with a fixed clock.</summary>
internal sealed class ImportSetup : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    // 2024-01-01T00:00Z, 09:00 in Korea; seconds since 1970.
    public const long FirstHourSeconds = 1_704_067_200;

    /// <summary>The first line of a CSV file.</summary>
    public const string Header = "time,open,high,low,close,volume\n";

    public ImportSetup(DateTimeOffset? now = null)
    {
        Folder = Directory.CreateTempSubdirectory("bokgi-import-").FullName;
        Lake = new CandleLake(Path.Combine(Folder, "lake"));
        Importer = new CandleImporter(Lake, new FixedClock(now ?? Now));
    }

    public string Folder { get; }

    public CandleLake Lake { get; }

    public CandleImporter Importer { get; }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public ImportPlan Read(string name, string text, ImportOptions? options = null) =>
        Importer.Read(Write(name, text), options ?? new ImportOptions());

    /// <summary>Reads a file with the given text, which the importer must refuse; returns the error's message.</summary>
    public string GetRefusalMessage(string name, string text, ImportOptions? options = null) =>
        Should.Throw<LakeException>(() => Read(name, text, options).Dispose()).Message;

    public static string? FormatTime(long? utc) => utc is { } time ? UnixTime.Format(time) : null;

    /// <summary>The time that is the given number of hours after <see cref="FirstHourSeconds"/>, as text in UTC without a zone.</summary>
    public static string Timestamp(int hour) =>
        UnixTime.ToDateTime((FirstHourSeconds + (hour * 3_600L)) * 1_000_000).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>CSV rows of consecutive hours; <paramref name="volume"/> gives the text of the volume by the row's index.</summary>
    public static string HourlyRows(int count, Func<int, string> volume) =>
        string.Concat(
            Enumerable
                .Range(0, count)
                .Select(i => FormattableString.Invariant($"{Timestamp(i)},{100 + i},{102 + i},{99 + i},{101 + i},{volume(i)}\n"))
        );

    /// <summary>The cells of bar <paramref name="i"/> that follow the time column: open, high, low, close, volume.</summary>
    public static string PricesAndVolume(int i) => FormattableString.Invariant($"{100 + i},{102 + i},{99 + i},{101 + i},{5 + i}");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
