using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Bokgi.UnitTests.Architecture;

/// <summary>Which code may use files, the network and the clock.</summary>
internal static class PurityRules
{
    private const string ClockTypes = @"^System\.(TimeProvider|Diagnostics\.Stopwatch|Threading\.(Timer|PeriodicTimer))$";
    private const string OutsideWorldTypes =
        @"^(System\.(Console|Environment|IO\.(File|Directory|FileStream|FileInfo|Path)|Net\..*|Diagnostics\.Process)|Microsoft\.Extensions\..*)$";

    // Members instead of types: the type DateTimeOffset is allowed, but not DateTimeOffset.Now.
    private static readonly string[] WallClockMembers =
    [
        "System.DateTime::get_Now(",
        "System.DateTime::get_UtcNow(",
        "System.DateTime::get_Today(",
        "System.DateTimeOffset::get_Now(",
        "System.DateTimeOffset::get_UtcNow(",
        "System.Environment::get_TickCount",
        "System.Diagnostics.Stopwatch::",
        "System.Threading.Thread::Sleep(",
        "System.Threading.Tasks.Task::Delay(System.Int32",
        "System.Threading.Tasks.Task::Delay(System.TimeSpan)",
    ];

    // The last arguments of each rule are its culprits: the types of Bokgi.ArchitectureFixture that break it.
    public static IEnumerable<ArchitectureRule> All =>
        [
            new(
                "The engine touches no file, network, process or log",
                codeBase => EngineTypesUsing(codeBase, OutsideWorldTypes),
                "Backtesting.BacktestFromFile"
            ),
            new("The engine has no clock", codeBase => EngineTypesUsing(codeBase, ClockTypes), "Backtesting.BacktestWithClock"),
            new("Time comes from a TimeProvider", ReadersOfWallClocks, "Host.Backups.SleepyBackup", "MarketData.Lake.LakeWithWallClock"),
            new("In MarketData only Exchanges speaks to the network", NetworkOutsideExchanges, "MarketData.Lake.LakeOnTheWeb")
            {
                Folder = "src/Bokgi.MarketData/Lake",
            },
        ];

    private static IEnumerable<string> EngineTypesUsing(CodeBase codeBase, string pattern) =>
        codeBase.FindBreaches(EngineTypes(codeBase).Should().NotDependOnAnyTypesThat().HaveFullNameMatching(pattern));

    private static ArchUnitNET.Fluent.Syntax.Elements.Types.GivenTypesConjunction EngineTypes(CodeBase codeBase) =>
        Types()
            .That()
            .ResideInNamespaceMatching($"^{codeBase.Root}\\.")
            .And()
            .DoNotResideInNamespaceMatching(codeBase.NamespacePattern("MarketData", "Host", "FakeExchange", "UnitTests"));

    private static IEnumerable<string> ReadersOfWallClocks(CodeBase codeBase) =>
        codeBase
            .Architecture.Types.Where(type => codeBase.IsSource(type.Namespace.FullName))
            .Where(type => type.GetCalledMethods().Any(IsWallClock))
            .Select(type => codeBase.ShortName(type.FullName));

    private static bool IsWallClock(IMember method) =>
        WallClockMembers.Any(clock => method.FullName.Contains(clock, StringComparison.Ordinal));

    private static IEnumerable<string> NetworkOutsideExchanges(CodeBase codeBase) =>
        codeBase.FindBreaches(
            Types()
                .That()
                .ResideInNamespaceMatching(codeBase.NamespacePattern("MarketData"))
                .And()
                .DoNotResideInNamespaceMatching(codeBase.NamespacePattern("MarketData/Exchanges"))
                .Should()
                .NotDependOnAnyTypesThat()
                .HaveFullNameMatching(@"^System\.Net\.")
        );
}
