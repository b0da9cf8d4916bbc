using Bokgi.MarketData.Lake.Import;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>Reads timeframes as exchanges and file names spell them, and returns the names that Bokgi uses.</summary>
public class ExchangeTimeframeTests
{
    [Theory]
    [InlineData("1m", "1M")]
    [InlineData("1M", "1M")]
    [InlineData("1mo", "1MO")]
    [InlineData("60m", "1H")]
    [InlineData("240min", "4H")]
    [InlineData("minutes/60", "1H")]
    [InlineData("minute15", "15M")]
    [InlineData("24h", "1D")]
    [InlineData("day", "1D")]
    [InlineData("days", "1D")]
    [InlineData("1w", "1W")]
    [InlineData("month", "1MO")]
    [InlineData("1s", "1S")]
    public void Parse_KnownSpelling_ReturnsTheTimeframe(string text, string expected) =>
        ExchangeTimeframe.Parse(text)!.Name.ShouldBe(expected);

    [Theory]
    [InlineData("60")]
    [InlineData("d")]
    [InlineData("7m")]
    [InlineData("2024")]
    [InlineData("1h2")]
    [InlineData("h1m")]
    [InlineData("BTC")]
    [InlineData("9999999m")]
    public void Parse_AnythingElse_ReturnsNull(string text) => ExchangeTimeframe.Parse(text).ShouldBeNull();
}
