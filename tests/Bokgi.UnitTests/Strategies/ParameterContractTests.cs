using System.Globalization;
using Bokgi.Markets;
using Bokgi.Strategies;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Strategies;

/// <summary>Every strategy and every parameter must be declared completely, and must accept exactly the values that it declares.</summary>
public class ParameterContractTests
{
    public static TheoryData<string> Names { get; } = [.. StrategyCatalogue.All.Select(strategy => strategy.Name)];

    public static TheoryData<string, string> Parameters { get; } =
    [.. StrategyCatalogue.All.SelectMany(strategy => strategy.Parameters, (strategy, parameter) => (strategy.Name, parameter.Name))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Strategy_Declaration_IsComplete(string name)
    {
        var strategy = Find(name);

        IsSnakeCase(name).ShouldBeTrue();
        ShouldBeBilingual(strategy.Description);
        strategy.Parameters.Select(parameter => parameter.Name).ShouldBeUnique();
        strategy.SignalDetailNames.ShouldAllBe(detail => IsSnakeCase(detail));
        strategy.SignalDetailNames.ShouldBeUnique();
        strategy.SignalDetailNames.Count.ShouldBeInRange(1, SignalDetails.Capacity);
        strategy.WarmUpBars(StrategyParameters.Defaults(strategy.Parameters)).ShouldBeGreaterThanOrEqualTo(0);
        var hold = strategy.Parameters.Single(parameter => parameter.Name == "hold_period_bars");
        (hold.Kind, hold.Default, hold.Minimum, hold.Maximum).ShouldBe((ParameterKind.Integer, 1, 1, 10_000));
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Parameter_Declaration_IsComplete(string strategy, string name)
    {
        var parameter = Find(strategy, name);

        IsSnakeCase(name).ShouldBeTrue();
        ShouldBeBilingual(parameter.Description);
        parameter.IsAllowed(parameter.Default).ShouldBeTrue();
        parameter.Minimum.ShouldBeLessThanOrEqualTo(parameter.Maximum);
        (parameter.Kind == ParameterKind.Choice).ShouldBe(parameter.Choices.Count > 0);
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Parameter_EndsOfTheRange_AreAcceptedAndReadBack(string strategy, string name)
    {
        var parameter = Find(strategy, name);
        var minimum = parameter.IsMinimumExcluded ? Math.BitIncrement(parameter.Minimum) : parameter.Minimum;

        foreach (var value in new[] { minimum, parameter.Maximum, parameter.Default })
        {
            parameter.TryParse(parameter.Format(value), out var parsed, out var error).ShouldBeTrue(error);
            (parsed, error).ShouldBe((value, string.Empty));
        }
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Parameter_JustOutsideTheRange_IsRefusedWithTheValueAndTheRange(string strategy, string name)
    {
        var parameter = Find(strategy, name);
        var isWhole = parameter.Kind != ParameterKind.Number;
        List<double> outsideValues =
        [
            isWhole ? parameter.Maximum + 1 : Math.BitIncrement(parameter.Maximum),
            parameter.IsMinimumExcluded ? parameter.Minimum
            : isWhole ? parameter.Minimum - 1
            : Math.BitDecrement(parameter.Minimum),
        ];
        if (isWhole)
            outsideValues.Add(parameter.Minimum + 0.5);

        foreach (var value in outsideValues)
        {
            parameter.IsAllowed(value).ShouldBeFalse($"{value:R}");
            ShouldRefuse(parameter, value.ToString("R", CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Parameter_InvalidText_IsRefusedWithTheTextAndTheRange(string strategy, string name)
    {
        var parameter = Find(strategy, name);

        foreach (var text in new[] { "NaN", "Infinity", "-Infinity", "1e400", "much", "0x10", "1,5", string.Empty, null })
            ShouldRefuse(parameter, text);
        double[] notFinite = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        notFinite.ShouldAllBe(value => !parameter.IsAllowed(value));
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void With_EachParameter_ChangesOnlyThatParameter(string strategy, string name)
    {
        var defaults = StrategyParameters.Defaults(Find(strategy).Parameters);
        var parameter = Find(strategy, name);
        var otherValue = parameter.Default == parameter.Maximum ? parameter.Minimum : parameter.Maximum;

        var changedParameters = defaults.With(name, otherValue);

        changedParameters[name].ShouldBe(otherValue);
        defaults[name].ShouldBe(parameter.Default);
        changedParameters
            .Declarations.Where(other => other.Name != name)
            .ShouldAllBe(other => changedParameters[other.Name] == other.Default);
        Should.Throw<ArgumentException>(() => defaults.With(name, parameter.Maximum + 1)).Message.ShouldContain(name);
    }

    private static bool IsSnakeCase(string name) =>
        char.IsAsciiLetterLower(name[0])
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');

    private static bool IsHangul(char letter) => letter is >= '가' and <= '힣';

    private static void ShouldBeBilingual(LocalizedText text)
    {
        text.Ko.Any(IsHangul).ShouldBeTrue(text.Ko);
        text.En.ShouldNotBeNullOrWhiteSpace();
        text.En.Any(IsHangul).ShouldBeFalse(text.En);
    }

    private static void ShouldRefuse(ParameterDeclaration parameter, string? text)
    {
        parameter.TryParse(text, out _, out var error).ShouldBeFalse(text);
        error.ShouldBe($"{parameter.Name} cannot be '{text}'; give {parameter.DescribeAllowedValues()}");
        var texts = new Dictionary<string, string?> { [parameter.Name] = text };
        var parameters = StrategyParameters.Defaults([parameter]).With(texts, out var errors);
        parameters[parameter.Name].ShouldBe(parameter.Default);
        errors.ShouldHaveSingleItem().ShouldBe(new(parameter.Name, error));
    }

    private static StrategyDefinition Find(string name) =>
        StrategyCatalogue.TryFind(name, out var strategy, out var error) ? strategy : throw new ArgumentException(error, nameof(name));

    private static ParameterDeclaration Find(string strategy, string name) =>
        Find(strategy).Parameters.Single(parameter => parameter.Name == name);
}
