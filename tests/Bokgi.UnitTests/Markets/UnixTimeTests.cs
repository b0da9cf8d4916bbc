using Bokgi.Markets;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Markets;

public class UnixTimeTests
{
    [Theory]
    [InlineData(0, "1970-01-01T00:00:00Z")]
    [InlineData(1_704_067_200_000_000, "2024-01-01T00:00:00Z")]
    [InlineData(1_704_067_200_000_001, "2024-01-01T00:00:00.000001Z")]
    [InlineData(1_704_067_200_500_000, "2024-01-01T00:00:00.500000Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999999Z")]
    public void Format_AnInstant_IsIso8601InUtc(long microseconds, string expected) => UnixTime.Format(microseconds).ShouldBe(expected);

    [Fact]
    public void FromDateTime_ResultOfToDateTime_IsTheSameInstant() =>
        Gen.Long[-60_000_000_000_000_000, 250_000_000_000_000_000]
            .Sample(instant => UnixTime.FromDateTime(UnixTime.ToDateTime(instant)) == instant);

    [Fact]
    public void ToDateTime_AnInstant_IsUtc()
    {
        UnixTime.ToDateTime(1_709_208_000_000_000).ShouldBe(new DateTime(2024, 2, 29, 12, 0, 0, DateTimeKind.Utc));
        UnixTime.ToDateTime(0).Kind.ShouldBe(DateTimeKind.Utc);
    }

    [Theory]
    [InlineData(-70_000_000_000_000_000)]
    [InlineData(260_000_000_000_000_000)]
    public void ToDateTime_OutsideTheCalendar_Throws(long microseconds) =>
        Should.Throw<ArgumentOutOfRangeException>(() => UnixTime.ToDateTime(microseconds));
}
