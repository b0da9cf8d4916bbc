using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Series;

public class CandleTests
{
    private const double NaN = double.NaN;

    [Theory]
    [InlineData(2, 4, 1, 3, 5, CandleFault.None)]
    [InlineData(3, 3, 3, 3, 0, CandleFault.None)]
    [InlineData(1, 4, 1, 4, 5, CandleFault.None)]
    [InlineData(4, 4, 1, 1, 5, CandleFault.None)]
    [InlineData(NaN, 4, 1, 3, 5, CandleFault.NotFinite)]
    [InlineData(2, NaN, 1, 3, 5, CandleFault.NotFinite)]
    [InlineData(2, 4, NaN, 3, 5, CandleFault.NotFinite)]
    [InlineData(2, 4, 1, NaN, 5, CandleFault.NotFinite)]
    [InlineData(2, 4, 1, 3, NaN, CandleFault.NotFinite)]
    [InlineData(2, double.PositiveInfinity, 1, 3, 5, CandleFault.NotFinite)]
    [InlineData(2, 4, 1, 3, double.PositiveInfinity, CandleFault.NotFinite)]
    [InlineData(0, 4, 1, 3, 5, CandleFault.PriceNotPositive)]
    [InlineData(2, 0, 1, 3, 5, CandleFault.PriceNotPositive)]
    [InlineData(2, 4, 0, 3, 5, CandleFault.PriceNotPositive)]
    [InlineData(2, 4, 1, 0, 5, CandleFault.PriceNotPositive)]
    [InlineData(2, 4, -1, 3, 5, CandleFault.PriceNotPositive)]
    [InlineData(2, 4, 1, 3, -0.1, CandleFault.NegativeVolume)]
    [InlineData(2, 4, 2.1, 3, 5, CandleFault.OutsideHighLow)]
    [InlineData(3, 4, 2.1, 2, 5, CandleFault.OutsideHighLow)]
    [InlineData(2, 2.9, 1, 3, 5, CandleFault.OutsideHighLow)]
    [InlineData(3, 2.9, 1, 2, 5, CandleFault.OutsideHighLow)]
    public void Fault_AnyBar_IsTheFirstFaultOrNone(double open, double high, double low, double close, double volume, CandleFault expected)
    {
        var candle = new Candle(0, open, high, low, close, volume);

        (candle.Fault, candle.IsValid).ShouldBe((expected, expected == CandleFault.None));
    }
}
