using System.Text.Json;
using Bokgi.Host.Platform.Errors;
using Bokgi.Markets;
using Bokgi.Strategies;

namespace Bokgi.Host.Backtests;

/// <summary>Reads strategy, parameters and the overrides of single symbols by the strategy's declaration.</summary>
internal static class ParameterReading
{
    public static (Strategy Strategy, StrategyParameters Parameters, IReadOnlyDictionary<Symbol, StrategyParameters> Overrides) Read(
        BacktestForm form,
        IReadOnlyList<Symbol> symbols,
        InputErrors errors
    )
    {
        var overrides = new Dictionary<Symbol, StrategyParameters>();
        var isKnown = StrategyCatalogue.TryFind(form.Strategy, out var strategy, out var error);
        var parameters = StrategyParameters.Defaults(strategy.Parameters);
        if (!isKnown)
        {
            errors.Add("strategy", form.Strategy is null ? $"strategy is missing; {error}" : error);
            return (strategy, parameters, overrides);
        }

        parameters = Laid(parameters, form.Params, "params.", errors);
        foreach (var (name, values) in form.Overrides ?? [])
        {
            if (!Symbol.TryParse(name, out var symbol, out error))
                errors.Add($"overrides.{name}", error);
            else if (!symbols.Contains(symbol))
                errors.Add($"overrides.{name}", $"overrides names {symbol}, which is not in the run; add it to symbols or leave it out");
            else
                overrides[symbol] = Laid(parameters, values, $"overrides.{name}.", errors);
        }

        return (strategy, parameters, overrides);
    }

    /// <summary>A value of the command line as JSON would hold it: a number, true or false, else text.</summary>
    public static JsonElement Element(string text)
    {
        try
        {
            var element = JsonElement.Parse(text);
            return element.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? element : Quoted(text);
        }
        catch (JsonException)
        {
            return Quoted(text);
        }
    }

    /// <summary>A parameter's value as JSON holds it.</summary>
    public static JsonElement Element(ParameterDeclaration declaration, double value)
    {
        var text = declaration.Write(value);
        return declaration.Kind == ParameterKind.Choice ? Quoted(text) : JsonElement.Parse(text);
    }

    private static StrategyParameters Laid(StrategyParameters onto, Dictionary<string, JsonElement>? values, string field, InputErrors errors)
    {
        var laid = onto.With(Texts(values), out var wrong);
        errors.AddAll(wrong, field);
        return laid;
    }

    private static JsonElement Quoted(string text) => JsonSerializer.SerializeToElement(text);

    private static Dictionary<string, string?> Texts(Dictionary<string, JsonElement>? values) =>
        (values ?? []).ToDictionary(
            value => value.Key,
            value => value.Value.ValueKind == JsonValueKind.String ? value.Value.GetString() : value.Value.GetRawText()
        );
}
