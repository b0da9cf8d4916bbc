using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Markets;

public class SymbolSuffixTests
{
    [Theory]
    [InlineData("XBTUSD", "XBT_USD")]
    [InlineData("BTCTUSD", "BTC_TUSD")]
    [InlineData("BNBUSD", "BNB_USD")]
    [InlineData("BTCUSDT", "BTC_USDT")]
    [InlineData("OPUSDT", "OP_USDT")]
    public void Parse_NoSeparator_PrefersTheLongestQuoteThatLeavesABaseOfThreeLetters(string text, string expected) =>
        Symbol.Parse(text).Code.ShouldBe(expected);
}
