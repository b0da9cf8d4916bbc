namespace Bokgi.UnitTests.Architecture;

/// <summary>A rule of docs/architecture.md.</summary>
/// <param name="Name">The rule in a few words.</param>
/// <param name="Breaches">What breaks it in a house.</param>
/// <param name="Culprits">What breaks it in the fixture, where every rule is broken.</param>
internal sealed record HouseRule(string Name, Func<House, IEnumerable<string>> Breaches, params string[] Culprits)
{
    /// <summary>The folder of the repository that the rule is about; empty for all. Until the folder holds code there is nothing to judge.</summary>
    public string Folder { get; init; } = string.Empty;

    public bool IsFurnished =>
        Directory.Exists(Path.Combine(SharedData.RepositoryRoot, Folder))
        && Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, Folder), "*.cs", SearchOption.AllDirectories).Any();

    public static IReadOnlyList<HouseRule> All { get; } =
    [.. LayerRules.All, .. ReferenceRules.All, .. StrategyRules.All, .. PurityRules.All, .. VisibilityRules.All];
}
