using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Comparison;

/// <summary>Finds the settings and strategy parameters in which runs differ.</summary>
internal static class SettingComparison
{
    public static IReadOnlyList<ComparedSetting> CompareSettings(IReadOnlyList<RunDocument> runs, IEnumerable<AccountRule> accountRules)
    {
        (string Name, Func<RunDocument, object?> Value)[] fields =
        [
            ("strategy", run => run.Strategy),
            ("timeframe", run => run.Timeframe),
            ("start_date", run => run.StartDate),
            ("end_date", run => run.EndDate),
            ("symbols", run => run.Symbols.Where(symbol => symbol.IsActive).Select(symbol => symbol.Symbol).ToArray()),
            .. accountRules.Select(rule => (rule.Name, (Func<RunDocument, object?>)(run => run.Value(rule)))),
            ("warmup", run => run.Warmup),
            ("strict", run => run.Strict),
        ];
        return SelectDifferent(
            fields.Select(field => new ComparedSetting(field.Name, Symbol: null, [.. runs.Select(run => ToJson(field.Value(run)))]))
        );
    }

    /// <summary>
    /// Compares the effective parameters, defaults included. If any run overrides a parameter for a symbol, that symbol's values are compared
    /// in an additional row.
    /// </summary>
    public static IReadOnlyList<ComparedSetting> CompareParameters(IReadOnlyList<RunDocument> runs)
    {
        string[] names = [.. runs.SelectMany(run => run.EffectiveParams.Values.SelectMany(each => each.Keys)).Distinct()];
        (string Symbol, string Name)[] overridden = [.. runs.SelectMany(run => run.OverriddenParameters).Distinct()];
        return
        [
            .. SelectDifferent(
                names.Select(name => new ComparedSetting(name, Symbol: null, [.. runs.Select(run => run.CommonParameter(name))]))
            ),
            .. SelectDifferent(
                overridden.Select(each => new ComparedSetting(
                    each.Name,
                    each.Symbol,
                    [.. runs.Select(run => ValueFor(run, each.Symbol, each.Name))]
                ))
            ),
        ];
    }

    private static IReadOnlyList<ComparedSetting> SelectDifferent(IEnumerable<ComparedSetting> settings) =>
        [.. settings.Where(setting => setting.Values.Select(value => value?.GetRawText()).Distinct().Count() > 1)];

    private static JsonElement? ValueFor(RunDocument run, string symbol, string name) =>
        run.EffectiveParams.TryGetValue(symbol, out var values) && values.TryGetValue(name, out var value) ? value : null;

    private static JsonElement? ToJson(object? value) =>
        value is null ? null : JsonSerializer.SerializeToElement(value, JsonFormat.Compact);
}
