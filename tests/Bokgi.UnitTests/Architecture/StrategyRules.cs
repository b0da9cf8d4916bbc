using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Bokgi.UnitTests.Architecture;

/// <summary>A strategy receives closed candles one at a time, so that it cannot look ahead.</summary>
internal static class StrategyRules
{
    private const string StrategiesFolder = "src/Bokgi/Strategies";

    // The last argument of each rule is its culprit: the type of Bokgi.ArchitectureFixture that breaks it.
    public static IEnumerable<ArchitectureRule> All =>
        [
            new("A step takes one candle and nothing else", StepsWithOtherInputs, "Strategies.StepOverSpan") { Folder = StrategiesFolder },
            new("A step uses single candles and no series", StepsWithSeries, "Strategies.StepWithSeries") { Folder = StrategiesFolder },
        ];

    private static IEnumerable<string> StepsWithOtherInputs(CodeBase codeBase)
    {
        const System.Reflection.BindingFlags anyMethod =
            System.Reflection.BindingFlags.Public
            | System.Reflection.BindingFlags.NonPublic
            | System.Reflection.BindingFlags.Instance
            | System.Reflection.BindingFlags.Static
            | System.Reflection.BindingFlags.DeclaredOnly;
        var stepInterface = StepInterface(codeBase);

        // Compares the end of the name: an explicitly implemented method is named Bokgi.Strategies.IStrategyStep.Step.
        return stepInterface
            .Assembly.GetTypes()
            .Where(stepInterface.IsAssignableFrom)
            .Where(type =>
                type.GetMethods(anyMethod).Any(method => method.Name.EndsWith("Step", StringComparison.Ordinal) && !TakesOneCandle(method))
            )
            .Select(type => codeBase.ShortName(type.FullName!));
    }

    private static bool TakesOneCandle(System.Reflection.MethodInfo method)
    {
        var inputs = method.GetParameters().Where(parameter => !parameter.IsOut).Select(parameter => parameter.ParameterType).ToList();
        return inputs.Count == 1 && (inputs[0].IsByRef ? inputs[0].GetElementType()! : inputs[0]).Name == "Candle";
    }

    private static IEnumerable<string> StepsWithSeries(CodeBase codeBase) =>
        codeBase.FindBreaches(
            Types()
                .That()
                .ImplementInterface(StepInterface(codeBase))
                .Should()
                .NotDependOnAny(Types().That().ResideInNamespaceMatching(codeBase.NamespacePattern("Series")).And().DoNotHaveName("Candle"))
        );

    private static Type StepInterface(CodeBase codeBase) =>
        codeBase.Engine.GetType($"{codeBase.Root}.Strategies.IStrategyStep", throwOnError: true)!;
}
