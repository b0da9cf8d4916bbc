using System.ComponentModel.DataAnnotations;
using Bokgi.Host.Platform.OpenApi;
using Bokgi.Trading;

namespace Bokgi.Host.Runs.Documents;

/// <summary>How much is bought; never more than the cash allows.</summary>
internal sealed record SizingForm
{
    /// <summary>
    /// The meaning of value: a fraction of the equity, an amount of quote currency including costs, or a quantity of base currency.
    /// </summary>
    [Required, OneOf(typeof(SizingKind))]
    public string? Kind { get; init; }

    /// <summary>A fraction above 0 and up to 1, or an amount or quantity above 0.</summary>
    [Required, Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double? Value { get; init; }
}
