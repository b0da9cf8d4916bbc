using Bokgi.Markets;
using Bokgi.Strategies;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Strategies;

public class StrategyParametersTests
{
    private static readonly LocalizedText Text = new("설명", "description");

    private static readonly StrategyParameters Defaults = StrategyParameters.Defaults([
        ParameterDeclaration.Integer("window", 20, 1, 500, Text),
        ParameterDeclaration.Choice("trigger", ["level", "cross"], Text),
    ]);

    [Fact]
    public void Defaults_OfDeclarations_AreTheirDefaultValues()
    {
        // For a choice, Flag returns false for the first option, which is "level" here, and true for any other.
        (Defaults["window"], Defaults.Integer("window"), Defaults.Flag("trigger")).ShouldBe((20, 20, false));
        Defaults.With("trigger", 1).Flag("trigger").ShouldBeTrue();
    }

    [Fact]
    public void With_TextsOfARequest_TakesTheValidOnes()
    {
        var texts = new Dictionary<string, string?>
        {
            ["window"] = "30",
            ["trigger"] = "up",
            ["windw"] = "5",
        };

        var parameters = Defaults.With(texts, out var errors);

        (parameters["window"], parameters["trigger"], Defaults["window"]).ShouldBe((30, 0, 20));
        errors.Count.ShouldBe(2);
        errors["trigger"].ShouldBe("trigger cannot be 'up'; give level or cross");
        errors["windw"].ShouldBe("there is no parameter 'windw'; there are window, trigger");
    }

    [Fact]
    public void IndexerAndWith_UnknownNameOrDisallowedValue_Throw()
    {
        Should.Throw<ArgumentException>(() => Defaults["windw"]).Message.ShouldContain("no parameter 'windw' is declared");
        Should.Throw<ArgumentException>(() => Defaults.With("windw", 1)).Message.ShouldContain("windw = 1 is not allowed");
        Should.Throw<ArgumentException>(() => Defaults.With("window", 501)).Message.ShouldContain("window = 501 is not allowed");
        Should.Throw<ArgumentNullException>(() => Defaults.With(null!, out _));
    }
}
