using System.ComponentModel.DataAnnotations;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.Strategies;

namespace Bokgi.Host.PaperTrading.Requests;

/// <summary>A strategy on a symbol.</summary>
internal sealed record PairForm
{
    /// <summary>The name of the strategy.</summary>
    [Required, DocumentedValues(typeof(StrategyList), nameof(StrategyList.Names))]
    public string? StrategyName { get; init; }

    /// <summary>Its parameters, by name; absent ones take their defaults.</summary>
    public Dictionary<string, JsonElement>? Params { get; init; }

    /// <summary>The form of a pair, with every parameter written out, including defaults.</summary>
    public static PairForm Of(PairPlan pair) =>
        new()
        {
            StrategyName = pair.Strategy.Name,
            Params = pair.Strategy.Parameters.ToDictionary(
                parameter => parameter.Name,
                parameter => WireValues.ToJson(parameter, pair.Parameters[parameter.Name])
            ),
        };
}
