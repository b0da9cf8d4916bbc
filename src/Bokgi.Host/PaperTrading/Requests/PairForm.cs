using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.OpenApi;
using Bokgi.Host.Strategies;

namespace Bokgi.Host.PaperTrading.Requests;

/// <summary>A strategy on a symbol.</summary>
internal sealed record PairForm
{
    /// <summary>What is traded by.</summary>
    [Required, OneOf(typeof(StrategyList), nameof(StrategyList.Names))]
    public string? StrategyName { get; init; }

    /// <summary>Its parameters, by name; those that are absent have their defaults.</summary>
    public Dictionary<string, JsonElement>? Params { get; init; }

    /// <summary>A pair with every parameter written out.</summary>
    public static PairForm Of(PairPlan pair) =>
        new()
        {
            StrategyName = pair.Strategy.Name,
            Params = pair.Strategy.Parameters.ToDictionary(
                parameter => parameter.Name,
                parameter => WireValues.Of(parameter, pair.Parameters[parameter.Name])
            ),
        };
}
