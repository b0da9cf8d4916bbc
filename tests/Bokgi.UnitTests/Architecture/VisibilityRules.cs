using System.Runtime.CompilerServices;

namespace Bokgi.UnitTests.Architecture;

/// <summary>What can be seen and derived from.</summary>
internal static class VisibilityRules
{
    public static IEnumerable<HouseRule> All =>
        [
            new("A class is sealed unless something derives from it", OpenClasses, "Host.Backups.OpenBackup"),
            new("The program's types are internal", PublicInHost, "Host.Backups.PublicBackup"),
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
        Written(house).Where(type => type.IsVisible && IsIn(type, $"{house.Root}.Host")).Select(type => house.ShortName(type.FullName!));

    private static IEnumerable<Type> Written(House house) =>
        house
            .Assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => IsIn(type, house.Root) && !IsIn(type, $"{house.Root}.UnitTests"))
            .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false));

    private static bool IsIn(Type type, string space) => $"{type.Namespace}.".StartsWith($"{space}.", StringComparison.Ordinal);
}
