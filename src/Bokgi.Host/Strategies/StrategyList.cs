using Bokgi.Strategies;

namespace Bokgi.Host.Strategies;

/// <summary>The names of the strategies there are.</summary>
internal sealed record StrategyList(IReadOnlyList<string> Strategies, int Count)
{
    public static IReadOnlyList<string> Names { get; } = [.. StrategyCatalogue.All.Select(strategy => strategy.Name)];
}
