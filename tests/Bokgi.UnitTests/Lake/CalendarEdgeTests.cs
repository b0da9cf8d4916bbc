using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Lake;

public sealed class CalendarEdgeTests : IDisposable
{
    private readonly TemporaryLake temp = new();

    public CalendarEdgeTests() => temp.Write("BTC_KRW", Timeframe.OneDay, TemporaryLake.Bar("2024-06-01T00:00Z", 1));

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData("0001-01-01", "0001-02-01", "from the start to 0001-02-01T15:00:00Z")]
    [InlineData("9998-01-01", "9999-12-31T23:59:59-14:00", "from 9997-12-31T15:00:00Z to the end")]
    public void ReadBatch_RangeToTheEdgeOfTheCalendar_SaysThatThereAreNoCandles(string start, string end, string expected)
    {
        var error = Should.Throw<LakeException>(() => temp.Lake.ReadBatch(Timeframe.OneDay, LakeReading.KoreanDays(start, end), "BTC_KRW"));

        error.Kind.ShouldBe(LakeErrorKind.NotFound);
        error.Message.ShouldContain(expected);
    }
}
