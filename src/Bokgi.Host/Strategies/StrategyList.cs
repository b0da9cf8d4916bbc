namespace Bokgi.Host.Strategies;

/// <summary>The names of the strategies there are.</summary>
internal sealed record StrategyList(IReadOnlyList<string> Strategies, int Count);
