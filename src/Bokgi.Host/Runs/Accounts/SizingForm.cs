using System.ComponentModel.DataAnnotations;

namespace Bokgi.Host.Runs.Accounts;

/// <summary>How much is bought; never more than the cash allows.</summary>
internal sealed record SizingForm
{
    /// <summary>
    /// The meaning of value: a fraction of the equity, an amount of quote currency including costs, or a quantity of base currency.
    /// </summary>
    [Required, DocumentedValues(typeof(SizingKind))]
    public string? Kind { get; init; }

    /// <summary>A fraction above 0 and up to 1, or an amount or quantity above 0.</summary>
    [Required, Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double? Value { get; init; }

    public static SizingForm Of(Sizing sizing) => new() { Kind = WireNames.Of(sizing.Kind), Value = sizing.Value };

    public Sizing Read(InputErrors errors)
    {
        if (Kind is null)
            errors.Add(
                "sizing.kind",
                $"sizing.kind is missing; give {string.Join(" or ", Enum.GetValues<SizingKind>().Select(WireNames.Of))}"
            );
        if (Value is null)
            errors.Add("sizing.value", "sizing.value is missing; give a fraction, such as 0.5, or an amount or quantity, as kind says");
        return Kind is not null && Value is { } value
            ? new Sizing(WireNames.Read(Kind, SizingKind.EquityFraction, "sizing.kind", errors), value)
            : Sizing.AllEquity;
    }
}
