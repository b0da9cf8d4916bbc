using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace Bokgi.UnitTests.Architecture;

/// <summary>
/// The projects that the architecture rules check, all under one root namespace: either those of this repository, or the project
/// Bokgi.ArchitectureFixture, which breaks every rule.
/// </summary>
internal sealed class CodeBase
{
    private readonly Lazy<ArchUnitNET.Domain.Architecture> architecture;

    private CodeBase(string root, Assembly engine, Assembly marketData, Assembly host, params Assembly[] otherAssemblies)
    {
        Root = root;
        Engine = engine;
        MarketData = marketData;
        Host = host;
        Assemblies = [.. new[] { engine, marketData, host }.Concat(otherAssemblies).Distinct()];
        architecture = new(() => new ArchLoader().LoadAssemblies([.. Assemblies]).Build());
    }

    /// <summary>This repository's projects.</summary>
    public static CodeBase Ours { get; } =
        new(
            "Bokgi",
            Assembly.Load("Bokgi"),
            Assembly.Load("Bokgi.MarketData"),
            Assembly.Load("Bokgi.Host"),
            Assembly.Load("Bokgi.FakeExchange"),
            typeof(CodeBase).Assembly
        );

    /// <summary>The project that breaks every rule. Its single assembly plays the parts of engine, market data and host.</summary>
    public static CodeBase Broken { get; } = InOneAssembly("Bokgi.ArchitectureFixture", Assembly.Load("Bokgi.ArchitectureFixture"));

    /// <summary>The root namespace of all projects.</summary>
    public string Root { get; }

    public Assembly Engine { get; }

    public Assembly MarketData { get; }

    public Assembly Host { get; }

    public IReadOnlyList<Assembly> Assemblies { get; }

    public ArchUnitNET.Domain.Architecture Architecture => architecture.Value;

    /// <summary>Returns a regex for the namespaces of the given folders. A folder is a path below the root, such as <c>Host/Platform</c>.</summary>
    public string NamespacePattern(params IEnumerable<string> folders) =>
        $"^{Regex.Escape(Root)}\\.({string.Join('|', folders.Select(folder => Regex.Escape(folder.Replace('/', '.'))))})(\\.|$)";

    /// <summary>The types in the given folders.</summary>
    public IObjectProvider<IType> TypesIn(params IEnumerable<string> folders) =>
        Types().That().ResideInNamespaceMatching(NamespacePattern(folders));

    /// <summary>The direct subfolders of a folder that contain types. An empty folder name means the root.</summary>
    public IReadOnlyList<string> FoldersUnder(string folder)
    {
        var prefix = folder.Length == 0 ? $"{Root}." : $"{Root}.{folder}.";
        return
        [
            .. Assemblies
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type => type.Namespace?.StartsWith(prefix, StringComparison.Ordinal) == true)
                .Select(type => type.Namespace![prefix.Length..].Split('.')[0])
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// Whether a namespace belongs to the projects under src, not to tests or to code added by compilers and coverage tools.
    /// </summary>
    public bool IsSource(string? namespaceName) => IsIn(namespaceName, Root) && !IsIn(namespaceName, $"{Root}.UnitTests");

    /// <summary>Whether a namespace equals the outer one or is nested in it.</summary>
    public static bool IsIn(string? namespaceName, string outer) => $"{namespaceName}.".StartsWith($"{outer}.", StringComparison.Ordinal);

    /// <summary>
    /// Returns the names of the types that break a rule. If the rule applies to no type at all, the only entry is <c>nothing:</c> and the rule's
    /// description.
    /// </summary>
    public IEnumerable<string> FindBreaches(IArchRule rule) =>
        rule.Evaluate(Architecture)
            .Where(result => !result.Passed)
            .Select(result => result.EvaluatedObject is IType type ? ShortName(type.FullName) : $"nothing: {result.Description}")
            .Distinct();

    /// <summary>The name of a type without the root namespace; of a nested type, the name of its outermost type.</summary>
    public string ShortName(string fullName) =>
        fullName.Split('+', '/')[0].Split('`')[0].Replace($"{Root}.", string.Empty, StringComparison.Ordinal);

    private static CodeBase InOneAssembly(string root, Assembly assembly) => new(root, assembly, assembly, assembly);
}
