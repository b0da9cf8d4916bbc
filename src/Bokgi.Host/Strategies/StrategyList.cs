namespace Bokgi.Host.Strategies;

/// <summary>The names of all strategies.</summary>
internal sealed record StrategyList(IReadOnlyList<string> Strategies, int Count)
{
    public static IReadOnlyList<string> Names { get; } = [.. StrategyCatalogue.All.Select(strategy => strategy.Name)];
}
