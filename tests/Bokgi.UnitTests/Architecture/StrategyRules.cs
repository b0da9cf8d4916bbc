using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Bokgi.UnitTests.Architecture;

/// <summary>The types passed to a strategy let it see closed candles only.</summary>
internal static class StrategyRules
{
    private const string Strategies = "src/Bokgi/Strategies";

    public static IEnumerable<HouseRule> All =>
        [
            new("A step takes one candle and nothing else", StepsGivenMore, "Strategies.StepOverSpan") { Folder = Strategies },
            new("A step uses single candles and no series", StepsWithSeries, "Strategies.StepWithSeries")
            {
                Folder = Strategies,
            },
        ];

    private static IEnumerable<string> StepsGivenMore(House house)
    {
        const System.Reflection.BindingFlags anyMethod =
            System.Reflection.BindingFlags.Public
            | System.Reflection.BindingFlags.NonPublic
            | System.Reflection.BindingFlags.Instance
            | System.Reflection.BindingFlags.Static
            | System.Reflection.BindingFlags.DeclaredOnly;
        var contract = Contract(house);
        return contract
            .Assembly.GetTypes()
            .Where(contract.IsAssignableFrom)
            .Where(type =>
                type.GetMethods(anyMethod).Any(method => method.Name.EndsWith("Step", StringComparison.Ordinal) && !TakesOneCandle(method))
            )
            .Select(type => house.ShortName(type.FullName!));
    }

    private static bool TakesOneCandle(System.Reflection.MethodInfo method)
    {
        var given = method.GetParameters().Where(parameter => !parameter.IsOut).Select(parameter => parameter.ParameterType).ToList();
        return given.Count == 1 && (given[0].IsByRef ? given[0].GetElementType()! : given[0]).Name == "Candle";
    }

    private static IEnumerable<string> StepsWithSeries(House house) =>
        house.Breaches(
            Types()
                .That()
                .ImplementInterface(Contract(house))
                .Should()
                .NotDependOnAny(Types().That().ResideInNamespaceMatching(house.In("Series")).And().DoNotHaveName("Candle"))
        );

    private static Type Contract(House house) => house.Engine.GetType($"{house.Root}.Strategies.IStrategyStep", throwOnError: true)!;
}
