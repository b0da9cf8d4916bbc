namespace Bokgi.UnitTests.Architecture;

/// <summary>One rule of docs/architecture.md.</summary>
/// <param name="Name">Short description of the rule.</param>
/// <param name="Breaches">Returns the types of a code base that break the rule; for a rule about references, the forbidden assemblies.</param>
/// <param name="Culprits">What <paramref name="Breaches"/> must return for the project Bokgi.ArchitectureFixture, which breaks every rule.</param>
internal sealed record ArchitectureRule(string Name, Func<CodeBase, IEnumerable<string>> Breaches, params string[] Culprits)
{
    /// <summary>
    /// The folder, relative to the repository root, that the rule is about. While it contains no code, the rule is not checked. If empty, the rule
    /// is always checked.
    /// </summary>
    public string Folder { get; init; } = string.Empty;

    public bool FolderHasCode =>
        Directory.Exists(Path.Combine(SharedData.RepositoryRoot, Folder))
        && Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, Folder), "*.cs", SearchOption.AllDirectories).Any();

    public static IReadOnlyList<ArchitectureRule> All { get; } =
    [.. LayerRules.All, .. ReferenceRules.All, .. StrategyRules.All, .. PurityRules.All, .. VisibilityRules.All];
}
