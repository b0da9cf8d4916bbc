using Bokgi.Markets;
using Bokgi.Strategies;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Strategies;

public class ParameterDeclarationTests
{
    private static readonly LocalizedText Text = new("설명", "description");

    private static readonly ParameterDeclaration WholeNumber = ParameterDeclaration.Integer("window", 20, 1, 500, Text);
    private static readonly ParameterDeclaration Share = ParameterDeclaration.Number("share", 0.25, 0, 1, Text);
    private static readonly ParameterDeclaration NumberAboveMinimum = ParameterDeclaration.NumberAbove("factor", 1.5, 0.5, 10, Text);
    private static readonly ParameterDeclaration Switch = ParameterDeclaration.Boolean("wicks", defaultValue: true, Text);
    private static readonly ParameterDeclaration Choice = ParameterDeclaration.Choice("trigger", ["level", "cross"], Text);

    [Fact]
    public void DescribeAllowedValues_EachKind_NamesTheRange()
    {
        WholeNumber.DescribeAllowedValues().ShouldBe("a whole number from 1 to 500");
        Share.DescribeAllowedValues().ShouldBe("a number from 0 to 1");
        NumberAboveMinimum.DescribeAllowedValues().ShouldBe("a number above 0.5, up to 10");
        Switch.DescribeAllowedValues().ShouldBe("true or false");
        Choice.DescribeAllowedValues().ShouldBe("level or cross");
    }

    [Fact]
    public void TryParse_WrongText_NamesItAndTheAllowedValues()
    {
        WholeNumber.TryParse("2.5", out _, out var error).ShouldBeFalse();
        error.ShouldBe("window cannot be '2.5'; give a whole number from 1 to 500");
        Choice.TryParse("Level", out var value, out error).ShouldBeFalse();
        (value, error).ShouldBe((-1, "trigger cannot be 'Level'; give level or cross"));
    }

    [Theory]
    [InlineData("20", 20)]
    [InlineData(" 20 ", 20)]
    [InlineData("2e1", 20)]
    [InlineData("500", 500)]
    public void TryParse_WholeNumber_IsParsed(string text, double expected) => ShouldParse(WholeNumber, text, expected);

    [Theory]
    [InlineData("true", 1)]
    [InlineData("True", 1)]
    [InlineData("false", 0)]
    public void TryParse_Switch_IsOneOrZero(string text, double expected) => ShouldParse(Switch, text, expected);

    [Theory]
    [InlineData("level", 0)]
    [InlineData("cross", 1)]
    public void TryParse_Choice_IsItsIndex(string text, double expected) => ShouldParse(Choice, text, expected);

    [Fact]
    public void Format_AnyKind_IsTheTextOfARequest()
    {
        (WholeNumber.Format(20), Share.Format(0.1), NumberAboveMinimum.Format(1e-7)).ShouldBe(("20", "0.1", "1E-07"));
        (Switch.Format(1), Switch.Format(0), Choice.Format(0), Choice.Format(1)).ShouldBe(("true", "false", "level", "cross"));
    }

    [Fact]
    public void Declaration_EachKind_HasItsDefaultAndRange()
    {
        (WholeNumber.Name, WholeNumber.Kind, WholeNumber.Default, WholeNumber.Minimum, WholeNumber.Maximum).ShouldBe(
            ("window", ParameterKind.Integer, 20, 1, 500)
        );
        (Share.Kind, Share.IsMinimumExcluded, NumberAboveMinimum.IsMinimumExcluded).ShouldBe((ParameterKind.Number, false, true));
        (Switch.Kind, Switch.Default, Switch.Minimum, Switch.Maximum).ShouldBe((ParameterKind.Boolean, 1, 0, 1));
        ParameterDeclaration.Boolean("wicks", defaultValue: false, Text).Default.ShouldBe(0);
        (Choice.Kind, Choice.Default, Choice.Minimum, Choice.Maximum).ShouldBe((ParameterKind.Choice, 0, 0, 1));
        (WholeNumber.Choices.Count, Choice.Choices.Count, WholeNumber.Description).ShouldBe((0, 2, Text));
    }

    private static void ShouldParse(ParameterDeclaration parameter, string text, double expected)
    {
        parameter.TryParse(text, out var value, out var error).ShouldBeTrue(error);
        value.ShouldBe(expected);
    }
}
