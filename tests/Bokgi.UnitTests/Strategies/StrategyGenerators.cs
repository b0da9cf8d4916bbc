using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.UnitTests.Reference;
using CsCheck;

namespace Bokgi.UnitTests.Strategies;

/// <summary>Random candles and parameters for any strategy, generated from its declaration.</summary>
internal static class StrategyGenerators
{
    /// <summary>Hourly candles that strategies react to.</summary>
    public static Gen<List<Candle>> Candles { get; } =
        CandleGenerators.Rows.Select(rows => rows.Select((row, i) => row with { TimeUtc = HourlyCandles.HourUtc(i) }).ToList());

    /// <summary>Every parameter at its default, near its minimum or anywhere in its range.</summary>
    public static Gen<StrategyParameters> Parameters(StrategyDefinition strategy) =>
        strategy.Parameters.Aggregate(
            Gen.Const(StrategyParameters.Defaults(strategy.Parameters)),
            (all, parameter) => Gen.Select(all, Values(parameter), (parameters, value) => parameters.With(parameter.Name, value))
        );

    /// <summary>A text with everything needed to repeat a case.</summary>
    public static string Describe(StrategyParameters parameters, IReadOnlyList<Candle> candles)
    {
        var values = parameters.Declarations.Select(declaration =>
            $"{declaration.Name}={declaration.Format(parameters[declaration.Name])}"
        );
        return $"{string.Join(", ", values)}{Environment.NewLine}{new ReferenceCase(Timeframe.OneHour, candles, new ReferenceRequest { Strategy = "any" })}";
    }

    private static Gen<double> Values(ParameterDeclaration parameter)
    {
        var (from, to) = (parameter.Minimum, parameter.Maximum);
        var anyValue =
            parameter.Kind == ParameterKind.Number ? Gen.Double[from, to] : Gen.Int[(int)from, (int)to].Select(value => (double)value);
        var nearMinimum =
            parameter.Kind == ParameterKind.Number
                ? Gen.Double[0, 0.05].Select(share => from + (share * (to - from)))
                : Gen.Int[(int)from, (int)Math.Min(to, from + 7)].Select(value => (double)value);
        return Gen.Frequency((4, nearMinimum), (3, Gen.Const(parameter.Default)), (1, anyValue)).Where(parameter.IsAllowed);
    }
}
