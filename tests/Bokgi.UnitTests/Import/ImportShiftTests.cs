using System.Globalization;
using Bokgi.MarketData.Lake.Import;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>Files whose bars are already stored under shifted times.</summary>
public sealed class ImportShiftTests : IDisposable
{
    private const string Header = "timestamp,open,high,low,close,volume\n";
    private const string UtcFormat = "yyyy-MM-dd HH:mm'Z'";
    private const string ZonelessFormat = "yyyy-MM-dd HH:mm"; // read as Korean time

    private static readonly DateTime FirstOpen = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly ImportSetup setup = new();

    public void Dispose() => setup.Dispose();

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    [InlineData(50)]
    public void Update_ThatRepeatsTheLastBarsInAWrongZone_IsRefused(int repeated)
    {
        Import("BTC_USDT-1h.csv", Header + Bars(0, 500, 60, UtcFormat));

        setup
            .GetRefusalMessage("BTC_USDT-1h.csv", Header + Bars(500 - repeated, 900, 60, ZonelessFormat))
            .ShouldContain($"{repeated} of its {400 + repeated} bars are stored already, 9 hours later");
    }

    [Fact]
    public void Bars_WithoutVolume_InAWrongZone_AreRefused()
    {
        Import("BTC_USDT-1h.csv", Header + Bars(0, 300, 60, UtcFormat, volume: 0));

        setup.GetRefusalMessage("BTC_USDT-1h.csv", Header + Bars(0, 300, 60, ZonelessFormat, volume: 0)).ShouldContain("9 hours later");
    }

    [Theory]
    [InlineData(1.0002, 8)] // prices of another exchange
    [InlineData(1, 1)] // prices rounded to one decimal
    public void Bars_RoundedOrOfAnotherExchange_InAWrongZone_AreRefused(double factor, int digits)
    {
        Import("BTC_USDT-1h.csv", Header + Bars(0, 100, 60, UtcFormat));

        setup
            .GetRefusalMessage("BTC_USDT-1h.csv", Header + Bars(0, 100, 60, ZonelessFormat, factor: factor, digits: digits))
            .ShouldContain("9 hours later");
        // In the right zone they are accepted.
        Import("BTC_USDT-1h.csv", Header + Bars(0, 100, 60, UtcFormat, factor: factor, digits: digits));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(30)]
    public void Bars_TimestampedAtTheirCloses_AreRefused(int minutes)
    {
        Import($"BTC_USDT-{minutes}m.csv", Header + Bars(0, 100, minutes, UtcFormat));

        setup
            .GetRefusalMessage($"BTC_USDT-{minutes}m.csv", Header + Bars(0, 100, minutes, UtcFormat, minutesLater: minutes))
            .ShouldContain(
                $"100 of its 100 bars are stored already, {minutes} minutes earlier; one of the two has the times at which bars close"
            );
    }

    [Fact]
    public void Replace_OfSomeDays_RequiresTheStoredOpeningHour()
    {
        Import("BTC_USDT-1d.csv", Header + Bars(0, 30, 1_440, UtcFormat));

        setup
            .GetRefusalMessage("BTC_USDT-1d.csv", Header + Bars(10, 15, 1_440, "yyyy-MM-dd"), new ImportOptions(Replace: true))
            .ShouldContain("its 1D bars open at 15:00 UTC, the stored ones at 00:00 UTC, 9 hours apart");
        // A file that replaces all stored days may have another opening hour.
        Import("BTC_USDT-1d.csv", Header + Bars(0, 31, 1_440, "yyyy-MM-dd"), new ImportOptions(Replace: true));
    }

    // Writes the bars with the indexes from startIndex to endIndex (exclusive), each of the given length in minutes. The prices of an index are
    // always the same. They follow a wave with noise, so that no two bars are equal.
    private static string Bars(
        int startIndex,
        int endIndex,
        int minutes,
        string format,
        double volume = 5,
        double factor = 1,
        int digits = 8,
        int minutesLater = 0
    ) =>
        string.Concat(
            Enumerable
                .Range(startIndex, endIndex - startIndex)
                .Select(i =>
                {
                    var random = new Random(i);
                    var price = 42_000 + (900 * Math.Sin(i / 7.0)) + (100 * random.NextDouble());
                    var time = FirstOpen.AddMinutes(((long)i * minutes) + minutesLater).ToString(format, CultureInfo.InvariantCulture);
                    double[] prices = [price, price + 40 + i % 7, price - 40, price + 11];
                    var cells = prices.Select(unrounded => Math.Round(unrounded * factor, digits).ToString(CultureInfo.InvariantCulture));
                    return FormattableString.Invariant($"{time},{string.Join(',', cells)},{volume}\n");
                })
        );

    private void Import(string name, string text, ImportOptions? options = null)
    {
        using var plan = setup.Read(name, text, options);
        setup.Importer.Apply(plan, TestContext.Current.CancellationToken);
    }
}
