namespace Bokgi.UnitTests.Architecture;

/// <summary>One rule of docs/architecture.md.</summary>
/// <param name="Name">Short description of the rule.</param>
/// <param name="Breaches">Returns the types of a code base that break the rule.</param>
/// <param name="Culprits">The types of the fixture that break the rule; the fixture breaks every rule.</param>
internal sealed record ArchitectureRule(string Name, Func<CodeBase, IEnumerable<string>> Breaches, params string[] Culprits)
{
    /// <summary>
    /// A folder, relative to the repository root, whose code the rule needs. The rule is not checked while the folder has no code; empty to
    /// check it always.
    /// </summary>
    public string Folder { get; init; } = string.Empty;

    public bool FolderHasCode =>
        Directory.Exists(Path.Combine(SharedData.RepositoryRoot, Folder))
        && Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, Folder), "*.cs", SearchOption.AllDirectories).Any();

    public static IReadOnlyList<ArchitectureRule> All { get; } =
    [.. LayerRules.All, .. ReferenceRules.All, .. StrategyRules.All, .. PurityRules.All, .. VisibilityRules.All];
}
