using Bokgi.Host.Candles;
using Bokgi.Host.Platform.Errors;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Candles;

public sealed class SymbolListReaderTests
{
    [Fact]
    public void Parse_NullAmongTheNames_IsReportedAsAnError()
    {
        var errors = new InputErrors();

        var symbols = SymbolListReader.Parse(["BTC_KRW", null], errors);

        symbols.ShouldHaveSingleItem().Code.ShouldBe("BTC_KRW");
        errors.ListedErrors.ShouldHaveSingleItem().Field.ShouldBe("symbols");
    }
}
