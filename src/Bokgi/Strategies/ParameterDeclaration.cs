using System.Globalization;
using Bokgi.Markets;

namespace Bokgi.Strategies;

/// <summary>
/// Declares one parameter of a strategy. The declaration validates requests, and the API, the command line, sweeps and forms are generated
/// from it. Values of every kind are stored as <see cref="double"/>.
/// </summary>
public sealed record ParameterDeclaration
{
    private ParameterDeclaration(
        string name,
        ParameterKind kind,
        double defaultValue,
        double minimum,
        double maximum,
        LocalizedText description
    )
    {
        Name = name;
        Kind = kind;
        Default = defaultValue;
        Minimum = minimum;
        Maximum = maximum;
        Description = description;
    }

    /// <summary>The name in requests, in snake case.</summary>
    public string Name { get; }

    /// <summary>The kind of values.</summary>
    public ParameterKind Kind { get; }

    /// <summary>The value if a request does not give one.</summary>
    public double Default { get; }

    /// <summary>The smallest value; excluded if <see cref="IsMinimumExcluded"/> is set.</summary>
    public double Minimum { get; }

    /// <summary>The largest value, inclusive.</summary>
    public double Maximum { get; }

    /// <summary>Whether values must be strictly greater than the minimum.</summary>
    public bool IsMinimumExcluded { get; private init; }

    /// <summary>The options of a <see cref="ParameterKind.Choice"/>, else empty.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    /// <summary>What the parameter does, for people.</summary>
    public LocalizedText Description { get; }

    /// <summary>Declares a whole number from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public static ParameterDeclaration Integer(string name, int defaultValue, int minimum, int maximum, LocalizedText description) =>
        new(name, ParameterKind.Integer, defaultValue, minimum, maximum, description);

    /// <summary>Declares a real number from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public static ParameterDeclaration Number(
        string name,
        double defaultValue,
        double minimum,
        double maximum,
        LocalizedText description
    ) => new(name, ParameterKind.Number, defaultValue, minimum, maximum, description);

    /// <summary>Declares a real number above <paramref name="minimum"/>, up to <paramref name="maximum"/>.</summary>
    public static ParameterDeclaration NumberAbove(
        string name,
        double defaultValue,
        double minimum,
        double maximum,
        LocalizedText description
    ) => new(name, ParameterKind.Number, defaultValue, minimum, maximum, description) { IsMinimumExcluded = true };

    /// <summary>Declares a boolean.</summary>
    public static ParameterDeclaration Boolean(string name, bool defaultValue, LocalizedText description) =>
        new(name, ParameterKind.Boolean, defaultValue ? 1 : 0, minimum: 0, maximum: 1, description);

    /// <summary>Declares one of several options; the first is the default.</summary>
    public static ParameterDeclaration Choice(string name, IReadOnlyList<string> choices, LocalizedText description) =>
        new(name, ParameterKind.Choice, defaultValue: 0, minimum: 0, maximum: choices.Count - 1, description) { Choices = choices };

    /// <summary>Declares the holding period in bars, which every strategy has.</summary>
    public static ParameterDeclaration HoldPeriodBars() =>
        Integer(
            StrategyDefinition.HoldBarsName,
            defaultValue: 1,
            minimum: 1,
            maximum: 10_000,
            new("진입 후 보유할 캔들 수", "Number of bars to hold a position before it is sold")
        );

    /// <summary>Parses a value as written in a request.</summary>
    /// <param name="text">A number, <c>true</c> or <c>false</c>, or one of <see cref="Choices"/>.</param>
    /// <param name="value">The value as a number.</param>
    /// <param name="error">One sentence that quotes the text and lists the allowed values.</param>
    public bool TryParse(string? text, out double value, out string error)
    {
        var isParsed = Kind switch
        {
            ParameterKind.Boolean => TryParseBoolean(text, out value),
            ParameterKind.Choice => TryParseChoice(text, out value),
            _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value),
        };
        error = isParsed && IsAllowed(value) ? string.Empty : $"{Name} cannot be '{text}'; give {DescribeAllowedValues()}";
        return error.Length == 0;
    }

    /// <summary>Whether a value is in range, and whole if it must be.</summary>
    public bool IsAllowed(double value) =>
        value <= Maximum
        && (IsMinimumExcluded ? value > Minimum : value >= Minimum)
        && (Kind == ParameterKind.Number || value == Math.Floor(value));

    /// <summary>Formats a value as written in a request.</summary>
    public string Format(double value) =>
        Kind switch
        {
            ParameterKind.Boolean => value != 0 ? "true" : "false",
            ParameterKind.Choice => Choices[(int)value],
            _ => value.ToString("R", CultureInfo.InvariantCulture),
        };

    /// <summary>The allowed values in words, for example <c>a whole number from 1 to 500</c>.</summary>
    public string DescribeAllowedValues() =>
        Kind switch
        {
            ParameterKind.Boolean => "true or false",
            ParameterKind.Choice => string.Join(" or ", Choices),
            ParameterKind.Integer => $"a whole number from {FormatNumber(Minimum)} to {FormatNumber(Maximum)}",
            _ when IsMinimumExcluded => $"a number above {FormatNumber(Minimum)}, up to {FormatNumber(Maximum)}",
            _ => $"a number from {FormatNumber(Minimum)} to {FormatNumber(Maximum)}",
        };

    private static string FormatNumber(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static bool TryParseBoolean(string? text, out double value)
    {
        var isBoolean = bool.TryParse(text, out var flag);
        value = flag ? 1 : 0;
        return isBoolean;
    }

    private bool TryParseChoice(string? text, out double value)
    {
        for (var i = 0; i < Choices.Count; i++)
        {
            if (string.Equals(Choices[i], text, StringComparison.Ordinal))
            {
                value = i;
                return true;
            }
        }

        value = -1;
        return false;
    }
}
