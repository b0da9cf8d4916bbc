namespace Bokgi.Host.Strategies;

/// <summary>A strategy's declaration.</summary>
internal sealed record StrategyDocument(
    string Name,
    LocalizedText Description,
    IReadOnlyList<ParameterDocument> Parameters,
    int WarmUpBars,
    IReadOnlyList<string> SignalDetails
)
{
    public static StrategyDocument Of(StrategyDefinition strategy) =>
        new(
            strategy.Name,
            strategy.Description,
            [.. strategy.Parameters.Select(ParameterDocument.Of)],
            strategy.WarmUpBars(StrategyParameters.Defaults(strategy.Parameters)),
            strategy.SignalDetailNames
        );
}
