using System.Runtime.CompilerServices;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;

namespace Bokgi.UnitTests.Architecture;

/// <summary>Which types may be public, and which may be unsealed.</summary>
internal static class VisibilityRules
{
    // The last argument of each rule is its culprit: the type of Bokgi.ArchitectureFixture that breaks it.
    public static IEnumerable<ArchitectureRule> All =>
        [
            new("A class is sealed unless something derives from it", UnsealedClasses, "Host.Backups.OpenBackup"),
            new("The program's types are internal", PublicProgramTypes, "Host.Backups.PublicBackup"),
            new("A library's type is public only if another project needs it", NeedlesslyPublicTypes, "Series.PublicBits")
            {
                Folder = "src/Bokgi.Host/Backtests",
            },
        ];

    private static IEnumerable<string> UnsealedClasses(CodeBase codeBase)
    {
        var types = SourceTypes(codeBase).ToList();
        var baseTypes = types
            .Select(type => type.BaseType is { IsGenericType: true } constructed ? constructed.GetGenericTypeDefinition() : type.BaseType)
            .ToHashSet();
        return types
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !baseTypes.Contains(type))
            .Select(type => codeBase.ShortName(type.FullName!));
    }

    private static IEnumerable<string> PublicProgramTypes(CodeBase codeBase) =>
        SourceTypes(codeBase)
            .Where(type =>
                type.IsVisible
                && (
                    CodeBase.IsIn(type.Namespace, $"{codeBase.Root}.Host") || CodeBase.IsIn(type.Namespace, $"{codeBase.Root}.FakeExchange")
                )
            )
            .Select(type => codeBase.ShortName(type.FullName!));

    private static IEnumerable<string> NeedlesslyPublicTypes(CodeBase codeBase)
    {
        var host = $"{codeBase.Root}.Host";
        string[] projects = [host, $"{codeBase.Root}.MarketData", $"{codeBase.Root}.FakeExchange"];
        var types = codeBase.Architecture.Types.Where(type => codeBase.IsSource(type.Namespace.FullName));
        var needed = types
            .SelectMany(type => type.Dependencies)
            .Where(dependency => ProjectOf(dependency.Origin) != ProjectOf(dependency.Target))
            .Select(dependency => dependency.Target)
            .ToHashSet();
        var unvisited = new Queue<IType>(needed);
        while (unvisited.TryDequeue(out var type))
        {
            foreach (var exposed in type.Dependencies.Where(IsInDeclaration).Select(dependency => dependency.Target))
            {
                if (needed.Add(exposed))
                    unvisited.Enqueue(exposed);
            }
        }

        return types
            .Where(type => type.Visibility == Visibility.Public && ProjectOf(type) != host && !needed.Contains(type))
            .Select(type => codeBase.ShortName(type.FullName));

        string ProjectOf(IType type) => Array.Find(projects, project => CodeBase.IsIn(type.Namespace?.FullName, project)) ?? codeBase.Root;
    }

    // If a type is needed, the types in its declarations are needed, too. Types that are used only in its method bodies are not needed.
    private static bool IsInDeclaration(ITypeDependency dependency) => dependency is not (BodyTypeMemberDependency or MethodCallDependency);

    private static IEnumerable<Type> SourceTypes(CodeBase codeBase) =>
        codeBase
            .Assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => codeBase.IsSource(type.Namespace))
            .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false));
}
