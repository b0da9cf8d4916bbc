using System.Runtime.CompilerServices;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;

namespace Bokgi.UnitTests.Architecture;

/// <summary>Which types may be public, and which may be unsealed.</summary>
internal static class VisibilityRules
{
    public static IEnumerable<HouseRule> All =>
        [
            new("A class is sealed unless something derives from it", OpenClasses, "Host.Backups.OpenBackup"),
            new("The program's types are internal", PublicInHost, "Host.Backups.PublicBackup"),
            new("A library's type is public only if another project needs it", NeedlesslyPublic, "Series.PublicBits")
            {
                Folder = "src/Bokgi.Host/Backtests",
            },
        ];

    private static IEnumerable<string> OpenClasses(House house)
    {
        var types = Written(house).ToList();
        var derivedFrom = types
            .Select(type => type.BaseType is { IsGenericType: true } open ? open.GetGenericTypeDefinition() : type.BaseType)
            .ToHashSet();
        return types
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !derivedFrom.Contains(type))
            .Select(type => house.ShortName(type.FullName!));
    }

    private static IEnumerable<string> PublicInHost(House house) =>
        Written(house)
            .Where(type =>
                type.IsVisible
                && (House.IsIn(type.Namespace, $"{house.Root}.Host") || House.IsIn(type.Namespace, $"{house.Root}.FakeExchange"))
            )
            .Select(type => house.ShortName(type.FullName!));

    private static IEnumerable<string> NeedlesslyPublic(House house)
    {
        var projects = new[] { "Host", "MarketData", "FakeExchange" }.Select(project => $"{house.Root}.{project}").ToList();
        var types = house.Architecture.Types.Where(type => house.IsSource(type.Namespace.FullName));
        var needed = types
            .SelectMany(type => type.Dependencies)
            .Where(dependency => ProjectOf(dependency.Origin) != ProjectOf(dependency.Target))
            .Select(dependency => dependency.Target)
            .ToHashSet();
        var unfollowed = new Queue<IType>(needed);
        while (unfollowed.TryDequeue(out var type))
        {
            foreach (var shown in type.Dependencies.Where(IsInDeclaration).Select(dependency => dependency.Target).Where(needed.Add))
                unfollowed.Enqueue(shown);
        }

        return types
            .Where(type => type.Visibility == Visibility.Public && ProjectOf(type) != projects[0] && !needed.Contains(type))
            .Select(type => house.ShortName(type.FullName));

        string ProjectOf(IType type) => projects.Find(project => House.IsIn(type.Namespace?.FullName, project)) ?? house.Root;
    }

    // If a type is needed, so are the types in its declarations; types used only in its method bodies are not.
    private static bool IsInDeclaration(ITypeDependency dependency) => dependency is not (BodyTypeMemberDependency or MethodCallDependency);

    private static IEnumerable<Type> Written(House house) =>
        house
            .Assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => house.IsSource(type.Namespace))
            .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false));
}
