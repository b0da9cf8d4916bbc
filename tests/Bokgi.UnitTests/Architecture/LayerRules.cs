using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Bokgi.UnitTests.Architecture;

/// <summary>Which folder may use which. The tables mirror the diagram in docs/architecture.md.</summary>
internal static class LayerRules
{
    // The engine folders that each engine folder may use.
    private static readonly Dictionary<string, string[]> EngineUses = new()
    {
        ["Markets"] = [],
        ["Kernels"] = [],
        ["Series"] = ["Markets"],
        ["Strategies"] = ["Markets", "Kernels", "Series"],
        ["Trading"] = ["Markets", "Series"],
        ["Performance"] = ["Kernels", "Markets", "Series", "Trading"],
        ["Backtesting"] = ["Markets", "Kernels", "Series", "Strategies", "Trading", "Performance"],
    };

    // In addition to Platform, Storage and the libraries, which every feature may use.
    private static readonly Dictionary<string, string[]> FeatureUses = new()
    {
        ["Backtests"] = ["Candles", "Runs", "Strategies", "Tasks"],
        ["Collection"] = ["Candles", "Tasks"],
        ["PaperTrading"] = ["Backtests", "Candles", "Runs", "Strategies"],
        ["Presets"] = ["Strategies"],
        ["Reports"] = ["Candles", "Runs", "Strategies"],
        ["Runs"] = ["Candles", "Strategies"],
    };

    private static readonly string[] OtherProjects = ["MarketData", "Host", "FakeExchange"];

    private static readonly Dictionary<string, string> EngineCulprits = new()
    {
        ["Markets"] = "Markets.SymbolWithSeries",
        ["Kernels"] = "Kernels.KernelOnCandles",
        ["Series"] = "Series.SeriesOfFills",
        ["Strategies"] = "Strategies.TradingStrategy",
        ["Trading"] = "Trading.AccountWithStrategy",
        ["Performance"] = "Performance.ReportOfStrategy",
        ["Backtesting"] = "Backtesting.BacktestFromLake",
    };

    public static IEnumerable<HouseRule> All =>
        [
            .. EngineUses.Select(layer => new HouseRule(
                $"{layer.Key} uses {(layer.Value.Length == 0 ? "nothing" : string.Join(", ", layer.Value))}",
                house => MayUse(house, layer.Key, layer.Value, [.. EngineUses.Keys, .. OtherProjects]),
                EngineCulprits[layer.Key]
            )
            {
                Folder = $"src/Bokgi/{layer.Key}",
            }),
            new("The engine has these folders and no other", UnknownEngineFolders, "Odds"),
            new(
                "MarketData uses the engine only",
                house => MayUse(house, "MarketData", [], ["Host", "FakeExchange"]),
                "MarketData.Lake.LakeInHost"
            )
            {
                Folder = "src/Bokgi.MarketData/Lake",
            },
            new(
                "A feature uses Platform, Storage and the features on its list",
                FeatureBreaches,
                "Host.Backups.BackupWithAlert",
                "Host.Platform.AlertSetting"
            ),
            new("The subfolders of a feature form no cycle", RoomCycles, "Host.Backups.Copies", "Host.Backups.Schedules"),
            new(
                "The reference engine shares nothing with the engine it checks",
                house => MayUse(house, "UnitTests/Reference", [], ["Kernels", "Strategies", "Trading", "Performance", "Backtesting"]),
                "UnitTests.Reference.ReferenceSum"
            )
            {
                Folder = "tests/Bokgi.UnitTests/Reference",
            },
        ];

    private static IEnumerable<string> MayUse(House house, string folder, IEnumerable<string> used, IEnumerable<string> all)
    {
        var forbidden = all.Except([folder, .. used]);
        return house.Breaches(Types().That().ResideInNamespaceMatching(house.In(folder)).Should().NotDependOnAny(house.TypesIn(forbidden)));
    }

    private static IEnumerable<string> UnknownEngineFolders(House house) =>
        house.FoldersUnder(string.Empty).Except([.. EngineUses.Keys, .. OtherProjects, "UnitTests"]);

    private static IEnumerable<string> FeatureBreaches(House house)
    {
        var folders = house.FoldersUnder("Host").Select(folder => $"Host/{folder}").ToList();
        return folders.SelectMany(folder => MayUse(house, folder, UsedBy(folder), [.. folders, "FakeExchange"]));
    }

    // A subfolder is part of a cycle if it reaches itself.
    private static IEnumerable<string> RoomCycles(House house)
    {
        foreach (var feature in house.FoldersUnder("Host").Select(feature => $"Host/{feature}"))
        {
            var rooms = house.FoldersUnder(feature.Replace('/', '.')).Select(room => $"{feature}/{room}").ToList();
            var uses = rooms.ToDictionary(
                room => room,
                room => rooms.Where(other => other != room && MayUse(house, room, [], [other]).Any(IsBreach)).ToList()
            );
            foreach (var room in rooms.Where(room => Reaches(room, room, uses, [])))
                yield return room.Replace('/', '.');
        }
    }

    private static bool Reaches(string from, string to, Dictionary<string, List<string>> uses, HashSet<string> seen) =>
        uses[from].Any(next => next == to || (seen.Add(next) && Reaches(next, to, uses, seen)));

    private static bool IsBreach(string breach) => !breach.StartsWith("nothing", StringComparison.Ordinal);

    private static IEnumerable<string> UsedBy(string folder) =>
        folder switch
        {
            "Host/Platform" => [],
            "Host/Storage" => ["Host/Platform"],
            _ =>
            [
                "Host/Platform",
                "Host/Storage",
                .. FeatureUses.GetValueOrDefault(folder["Host/".Length..], []).Select(feature => $"Host/{feature}"),
            ],
        };
}
