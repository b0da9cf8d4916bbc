using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Bokgi.UnitTests.Architecture;

/// <summary>Which folder may use which other folders. The tables mirror the diagrams in docs/architecture.md.</summary>
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

    // The features that a feature may use in addition to Platform, Storage and the libraries, which every feature may use.
    private static readonly Dictionary<string, string[]> FeatureUses = new()
    {
        ["Backtests"] = ["Candles", "Runs", "Strategies", "Tasks"],
        ["Collection"] = ["Candles", "Tasks"],
        ["Alerts"] = ["PaperTrading", "Tasks"],
        ["Backups"] = ["Alerts", "Tasks"],
        ["Benchmarks"] = ["Alerts"],
        ["Health"] = ["Alerts", "PaperTrading", "Tasks"],
        ["PaperTrading"] = ["Backtests", "Candles", "Runs", "Strategies"],
        ["Presets"] = ["Strategies"],
        ["Reports"] = ["Candles", "Runs", "Strategies"],
        ["Runs"] = ["Candles", "Strategies"],
    };

    private static readonly string[] OtherProjects = ["MarketData", "Host", "FakeExchange"];

    // For each engine folder, the type of Bokgi.ArchitectureFixture that breaks its rule.
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

    // The last arguments of each rule are its culprits: the types or folders of Bokgi.ArchitectureFixture that break it.
    public static IEnumerable<ArchitectureRule> All =>
        [
            .. EngineUses.Select(layer => new ArchitectureRule(
                $"{layer.Key} uses {(layer.Value.Length == 0 ? "nothing" : string.Join(", ", layer.Value))}",
                codeBase => FindLayerBreaches(codeBase, layer.Key, layer.Value, [.. EngineUses.Keys, .. OtherProjects]),
                EngineCulprits[layer.Key]
            )
            {
                Folder = $"src/Bokgi/{layer.Key}",
            }),
            new("The engine has only the folders that LayerRules lists", FindUnlistedEngineFolders, "Odds"),
            new(
                "MarketData uses the engine only",
                codeBase => FindLayerBreaches(codeBase, "MarketData", [], ["Host", "FakeExchange"]),
                "MarketData.Lake.LakeInHost"
            )
            {
                Folder = "src/Bokgi.MarketData/Lake",
            },
            new(
                "A feature uses Platform, Storage and the features on its list",
                FindFeatureBreaches,
                "Host.Platform.AlertSetting",
                "Host.Presets.PresetWithAlert"
            ),
            new("The subfolders of a feature form no cycle", FindSubfolderCycles, "Host.Backups.Copies", "Host.Backups.Schedules"),
            new(
                "The reference engine shares nothing with the engine it checks",
                codeBase =>
                    FindLayerBreaches(
                        codeBase,
                        "UnitTests/Reference",
                        [],
                        ["Kernels", "Strategies", "Trading", "Performance", "Backtesting"]
                    ),
                "UnitTests.Reference.ReferenceSum"
            )
            {
                Folder = "tests/Bokgi.UnitTests/Reference",
            },
        ];

    // The types in a folder that use one of the candidate folders, other than the folder itself and the allowed ones.
    private static IEnumerable<string> FindLayerBreaches(
        CodeBase codeBase,
        string folder,
        IEnumerable<string> allowed,
        IEnumerable<string> candidateFolders
    )
    {
        var forbidden = candidateFolders.Except([folder, .. allowed]);
        return codeBase.FindBreaches(
            Types().That().ResideInNamespaceMatching(codeBase.NamespacePattern(folder)).Should().NotDependOnAny(codeBase.TypesIn(forbidden))
        );
    }

    private static IEnumerable<string> FindUnlistedEngineFolders(CodeBase codeBase) =>
        codeBase.FoldersUnder(string.Empty).Except([.. EngineUses.Keys, .. OtherProjects, "UnitTests"]);

    private static IEnumerable<string> FindFeatureBreaches(CodeBase codeBase)
    {
        var folders = codeBase.FoldersUnder("Host").Select(folder => $"Host/{folder}").ToList();
        return folders.SelectMany(folder => FindLayerBreaches(codeBase, folder, AllowedFor(folder), [.. folders, "FakeExchange"]));
    }

    // A subfolder is part of a cycle if it uses itself through other subfolders.
    private static IEnumerable<string> FindSubfolderCycles(CodeBase codeBase)
    {
        foreach (var feature in codeBase.FoldersUnder("Host").Select(feature => $"Host/{feature}"))
        {
            var subfolders = codeBase.FoldersUnder(feature.Replace('/', '.')).Select(subfolder => $"{feature}/{subfolder}").ToList();
            var uses = subfolders.ToDictionary(
                subfolder => subfolder,
                subfolder =>
                    subfolders
                        .Where(other => other != subfolder && FindLayerBreaches(codeBase, subfolder, [], [other]).Any(IsBreach))
                        .ToList()
            );
            foreach (var subfolder in subfolders.Where(subfolder => Reaches(subfolder, subfolder, uses, [])))
                yield return subfolder.Replace('/', '.');
        }
    }

    private static bool Reaches(string from, string to, Dictionary<string, List<string>> uses, HashSet<string> seen) =>
        uses[from].Any(next => next == to || (seen.Add(next) && Reaches(next, to, uses, seen)));

    // An entry that begins with "nothing" means that the rule applied to no type (see CodeBase.Breaches).
    private static bool IsBreach(string breach) => !breach.StartsWith("nothing", StringComparison.Ordinal);

    private static IEnumerable<string> AllowedFor(string folder) =>
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
