using Bokgi.Host.Candles;

namespace Bokgi.Host.Runs.Requests;

/// <summary>Reads from a form the strategy, its parameters, and the parameters that override these for individual symbols.</summary>
internal static class ParameterReader
{
    public static (
        StrategyDefinition Strategy,
        StrategyParameters Parameters,
        IReadOnlyDictionary<Symbol, StrategyParameters> Overrides
    ) Read(BacktestForm form, IReadOnlyList<Symbol> symbols, InputErrors errors)
    {
        var overrides = new Dictionary<Symbol, StrategyParameters>();
        var overrideCount = form.Overrides?.Count ?? 0;
        // strategy is never null: if the name is unknown, TryFind sets it to an arbitrary strategy.
        var isKnown = StrategyCatalogue.TryFind(form.Strategy, out var strategy, out var error);
        var parameters = StrategyParameters.Defaults(strategy.Parameters);
        if (!isKnown)
            errors.Add("strategy", form.Strategy is null ? $"strategy is missing; {error}" : error);
        else if (overrideCount > SymbolListReader.MaximumSymbols)
            errors.Add("overrides", $"overrides names {overrideCount} markets; give at most {SymbolListReader.MaximumSymbols}");
        if (!isKnown || overrideCount > SymbolListReader.MaximumSymbols)
            return (strategy, parameters, overrides);

        parameters = WithValues(parameters, form.Params, "params.", errors);
        foreach (var (name, values) in form.Overrides ?? [])
        {
            if (!Symbol.TryParse(name, out var symbol, out error))
                errors.Add($"overrides.{name}", error);
            else if (!symbols.Contains(symbol))
                errors.Add($"overrides.{name}", $"overrides names {symbol}, which is not in the run; add it to symbols or leave it out");
            else // two names may mean the same symbol; their values are combined
                overrides[symbol] = WithValues(overrides.GetValueOrDefault(symbol, parameters), values, $"overrides.{name}.", errors);
        }

        return (strategy, parameters, overrides);
    }

    private static StrategyParameters WithValues(
        StrategyParameters baseParameters,
        Dictionary<string, JsonElement>? values,
        string field,
        InputErrors errors
    )
    {
        var result = baseParameters.With(WireValues.ToTexts(values), out var invalid);
        errors.AddAll(invalid, field);
        return result;
    }
}
