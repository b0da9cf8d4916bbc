using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Bokgi.UnitTests.Architecture;

/// <summary>Where code may touch files, the network and the clock.</summary>
internal static class PurityRules
{
    private const string Clocks = @"^System\.(TimeProvider|Diagnostics\.Stopwatch|Threading\.(Timer|PeriodicTimer))$";
    private const string Outside =
        @"^(System\.(Console|Environment|IO\.(File|Directory|FileStream|FileInfo|Path)|Net\..*|Diagnostics\.Process)|Microsoft\.Extensions\..*)$";

    // Members, not types: DateTimeOffset is allowed, DateTimeOffset.Now is not.
    private static readonly string[] WallClocks =
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

    public static IEnumerable<HouseRule> All =>
        [
            new("The engine touches no file, network, process or log", house => EngineUses(house, Outside), "Backtesting.BacktestFromFile"),
            new("The engine has no clock", house => EngineUses(house, Clocks), "Backtesting.BacktestWithClock"),
            new("Time comes from a TimeProvider", ReadersOfWallClocks, "Host.Backups.SleepyBackup", "MarketData.Lake.LakeWithWallClock"),
            new("In MarketData only Exchanges speaks to the network", NetworkOutsideExchanges, "MarketData.Lake.LakeOnTheWeb")
            {
                Folder = "src/Bokgi.MarketData/Lake",
            },
        ];

    private static IEnumerable<string> EngineUses(House house, string pattern) =>
        house.Breaches(EngineTypes(house).Should().NotDependOnAnyTypesThat().HaveFullNameMatching(pattern));

    private static ArchUnitNET.Fluent.Syntax.Elements.Types.GivenTypesConjunction EngineTypes(House house) =>
        Types()
            .That()
            .ResideInNamespaceMatching($"^{house.Root}\\.")
            .And()
            .DoNotResideInNamespaceMatching(house.In("MarketData", "Host", "FakeExchange", "UnitTests"));

    private static IEnumerable<string> ReadersOfWallClocks(House house) =>
        house
            .Architecture.Types.Where(type => house.IsSource(type.Namespace.FullName))
            .Where(type => type.GetCalledMethods().Any(IsWallClock))
            .Select(type => house.ShortName(type.FullName));

    private static bool IsWallClock(IMember method) => WallClocks.Any(clock => method.FullName.Contains(clock, StringComparison.Ordinal));

    private static IEnumerable<string> NetworkOutsideExchanges(House house) =>
        house.Breaches(
            Types()
                .That()
                .ResideInNamespaceMatching(house.In("MarketData"))
                .And()
                .DoNotResideInNamespaceMatching(house.In("MarketData/Exchanges"))
                .Should()
                .NotDependOnAnyTypesThat()
                .HaveFullNameMatching(@"^System\.Net\.")
        );
}
