using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Markets;

public class SymbolTests
{
    [Theory]
    [InlineData("BTC_KRW", "BTC_KRW")]
    [InlineData("btc_krw", "BTC_KRW")]
    [InlineData("  Btc_Krw ", "BTC_KRW")]
    [InlineData("KRW_BTC", "KRW_BTC")]
    [InlineData("1INCH_KRW", "1INCH_KRW")]
    [InlineData("A_B_KRW", "A_B_KRW")]
    [InlineData("KRW-BTC", "BTC_KRW")]
    [InlineData("krw-btc", "BTC_KRW")]
    [InlineData("BTC-ETH", "ETH_BTC")]
    [InlineData("USDT-BTC", "BTC_USDT")]
    [InlineData("BTC-KRW", "BTC_KRW")]
    [InlineData("BTC/KRW", "BTC_KRW")]
    [InlineData("krw/btc", "BTC_KRW")]
    [InlineData("BTC-USD", "BTC_USD")]
    [InlineData("USD-BTC", "BTC_USD")]
    [InlineData("BTC-USDT", "BTC_USDT")]
    [InlineData("BTC-DAI", "BTC_DAI")]
    [InlineData("KRW-USDT", "USDT_KRW")]
    [InlineData("USDT-USD", "USDT_USD")]
    [InlineData("BNB-ETH", "BNB_ETH")]
    [InlineData("EUR-USD", "EUR_USD")]
    [InlineData("DOGE-SHIB", "DOGE_SHIB")]
    [InlineData("BNB-DOGE", "DOGE_BNB")]
    [InlineData("ETH-USD", "ETH_USD")]
    [InlineData("ETH-BTC", "ETH_BTC")]
    [InlineData("btcusdt", "BTC_USDT")]
    [InlineData("ETHBTC", "ETH_BTC")]
    [InlineData("SOLKRW", "SOL_KRW")]
    public void TryParse_AnySpelling_IsTheCanonicalOne(string text, string expected)
    {
        Symbol.TryParse(text, out var symbol, out var error).ShouldBeTrue(error);

        symbol.Code.ShouldBe(expected);
        error.ShouldBeEmpty();
        Symbol.Parse(symbol.Code).ShouldBe(symbol);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("BTC")]
    [InlineData("USDT")]
    [InlineData("results")]
    [InlineData("logs")]
    [InlineData("_KRW")]
    [InlineData("BTC_")]
    [InlineData("A__KRW")]
    [InlineData("A_B_C_KRW")]
    [InlineData("KRW-")]
    [InlineData("-KRW")]
    [InlineData("KRW-A-B")]
    [InlineData("BTC_KRW-X")]
    [InlineData("../BTC_KRW")]
    [InlineData("BTC/KRW/1H")]
    [InlineData("../KRW")]
    [InlineData("/KRW")]
    [InlineData("BTC.KRW")]
    [InlineData("BTC KRW")]
    [InlineData("BTC_KRW\0")]
    [InlineData("비트_KRW")]
    [InlineData("ＢＴＣ_KRW")]
    [InlineData("A23456789012345678901234567890_KRW")]
    public void TryParse_NotASymbol_IsRefusedWithTheTextAndTheRemedy(string? text)
    {
        Symbol.TryParse(text, out var symbol, out var error).ShouldBeFalse();

        symbol.ShouldBe(default);
        error.ShouldBe($"'{text?.Trim()}' is not a symbol; write it as BASE_QUOTE, for example BTC_KRW (letters and digits)");
        Should.Throw<FormatException>(() => Symbol.Parse(text!)).Message.ShouldBe(error);
    }

    [Fact]
    public void TryParse_LongText_IsTruncatedInTheError()
    {
        Symbol.TryParse(new string('x', 41), out _, out var error).ShouldBeFalse();

        error.ShouldStartWith($"'{new string('x', 40)}…' is not a symbol");
    }

    [Fact]
    public void TryParse_ThirtyTwoCharacters_AreTheMaximum()
    {
        Symbol.TryParse(new string('A', 28) + "_KRW", out _, out _).ShouldBeTrue();
        Symbol.TryParse(new string('A', 29) + "_KRW", out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void Parts_OfASymbol_AreBaseQuoteAndTheCodeWithTheQuoteFirst()
    {
        var symbol = Symbol.Parse("A_B_KRW");

        (symbol.Base, symbol.Quote, symbol.QuoteFirstCode, symbol.ToString()).ShouldBe(("A_B", "KRW", "KRW-A_B", "A_B_KRW"));
        (default(Symbol).Code, default(Symbol).Base, default(Symbol).Quote).ShouldBe((string.Empty, string.Empty, string.Empty));
    }

    [Fact]
    public void CompareTo_Symbols_AreInOrdinalOrder()
    {
        string[] codes = ["ETH_KRW", "BTC_USDT", "BTC_KRW", "1INCH_KRW"];

        codes.Select(Symbol.Parse).Order().Select(symbol => symbol.Code).ShouldBe(["1INCH_KRW", "BTC_KRW", "BTC_USDT", "ETH_KRW"]);
    }
}
