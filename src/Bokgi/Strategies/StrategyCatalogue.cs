using Bokgi.Markets;

namespace Bokgi.Strategies;

/// <summary>All strategies. The catalogue finds every class in this assembly that derives from <see cref="StrategyDefinition"/>.</summary>
public static class StrategyCatalogue
{
    /// <summary>The strategies, sorted by name.</summary>
    public static IReadOnlyList<StrategyDefinition> All { get; } =
    [
        .. typeof(StrategyDefinition)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(StrategyDefinition)) && !type.IsAbstract)
            .Select(type => (StrategyDefinition)Activator.CreateInstance(type, nonPublic: true)!)
            .OrderBy(strategy => strategy.Name, StringComparer.Ordinal),
    ];

    /// <summary>Finds a strategy by name.</summary>
    /// <param name="name">The name, in snake case.</param>
    /// <param name="strategy">The strategy; an arbitrary one if false is returned, only so that it is never null.</param>
    /// <param name="error">One sentence that quotes the name and lists the existing ones.</param>
    public static bool TryFind(string? name, out StrategyDefinition strategy, out string error)
    {
        var found = All.FirstOrDefault(candidate => candidate.Name == name);
        strategy = found ?? All[0];
        error = found is null
            ? $"there is no strategy '{TextExcerpt.Shorten(name)}'; there are {string.Join(", ", All.Select(candidate => candidate.Name))}"
            : string.Empty;
        return found is not null;
    }
}
