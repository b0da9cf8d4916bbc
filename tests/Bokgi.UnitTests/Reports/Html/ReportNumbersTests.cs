using Bokgi.Host.Reports.Html;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Reports.Html;

public class ReportNumbersTests
{
    [Theory]
    [InlineData(0.0110428, "+1.10%")]
    [InlineData(-0.2291, "−22.91%")]
    [InlineData(12.5, "+1,250.00%")]
    [InlineData(-0.000001, "0.00%")]
    [InlineData(0.0, "0.00%")]
    [InlineData(1e15, "+1E+17%")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "–")]
    [InlineData(null, "–")]
    public void Change_OfAFraction_HasItsSign(double? fraction, string expected) => ReportNumbers.Change(fraction).ShouldBe(expected);

    [Theory]
    [InlineData(157_150_000.4, "157,150,000")]
    [InlineData(1_234.56, "1,235")]
    [InlineData(-502.49, "−502.5")]
    [InlineData(0.5, "0.5000")]
    [InlineData(0.0, "0")]
    public void Money_OfAnAmount_HasNoDecimalsWhereItIsLarge(double amount, string expected) =>
        ReportNumbers.Money(amount).ShouldBe(expected);

    [Theory]
    [InlineData(157_150_000, "157,150,000")]
    [InlineData(183.0366, "183.037")]
    [InlineData(0.00001234, "0.0000123400")]
    public void Price_OfAnySize_HasAtLeastSixSignificantDigits(double price, string expected) =>
        ReportNumbers.Price(price).ShouldBe(expected);

    [Fact]
    public void Time_OfAnInstant_IsKorean()
    {
        var utc = UnixTime.FromDateTime(new DateTime(2023, 12, 31, 15, 0, 0, DateTimeKind.Utc));

        ReportNumbers.Time(utc).ShouldBe("2024-01-01 00:00");
    }

    [Fact]
    public void SignClass_OfNull_IsNeutral() => ReportNumbers.SignClass(null).ShouldBe("z");
}
