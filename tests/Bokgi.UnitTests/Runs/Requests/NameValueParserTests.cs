using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Runs.Requests;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Runs.Requests;

public class NameValueParserTests
{
    [Fact]
    public void ParseValuesBySymbol_ValidValues_AreGroupedBySymbol()
    {
        var errors = new InputErrors();

        var values = NameValueParser.ParseValuesBySymbol(["A_KRW:x=1", "B_KRW:x=2", "A_KRW: y = 0.5 "], errors);

        errors.Any.ShouldBeFalse();
        values.Keys.ShouldBe(["A_KRW", "B_KRW"]);
        values["A_KRW"].Select(pair => $"{pair.Key}={pair.Value}").ShouldBe(["x=1", "y=0.5"]);
    }

    [Theory]
    [InlineData("x=1")]
    [InlineData(":x=1")]
    [InlineData("A_KRW:x")]
    [InlineData("A_KRW:x=")]
    [InlineData("A_KRW:=1")]
    public void ParseValuesBySymbol_InvalidValue_IsAnErrorOfTheOverrides(string argument)
    {
        var errors = new InputErrors();

        NameValueParser.ParseValuesBySymbol([argument], errors).ShouldBeEmpty();

        errors
            .ListedErrors.ShouldHaveSingleItem()
            .ShouldBe(("overrides", $"--override cannot be '{argument}'; write it as symbol:name=value, such as ETH_KRW:body_pct=0.03"));
    }

    [Fact]
    public void ParseValues_InvalidValue_IsAnErrorOfTheParameters()
    {
        var errors = new InputErrors();

        NameValueParser.ParseValues(["x=1", "y"], "--param", errors).Keys.ShouldBe(["x"]);

        errors
            .ListedErrors.ShouldHaveSingleItem()
            .ShouldBe(("params", "--param cannot be 'y'; write it as name=value, such as body_pct=0.01"));
    }
}
