using System.ComponentModel.DataAnnotations;
using Bokgi.Host.Strategies;

namespace Bokgi.Host.Presets;

/// <summary>A named set of parameters to save.</summary>
/// <example>{"name":"slow","strategy":"volume_zone_breakout","params":{"volume_window":60},"description":"A wide window"}</example>
internal sealed record PresetForm
{
    private const int MaximumNameLength = 60;
    private const int MaximumDescriptionLength = 2_000;

    /// <summary>Letters, digits, _ and -. Optional in PUT, whose path contains the name.</summary>
    [MaxLength(MaximumNameLength)]
    public string? Name { get; init; }

    /// <summary>The strategy to which the parameters belong.</summary>
    [Required, DocumentedValues(typeof(StrategyList), nameof(StrategyList.Names))]
    public string? Strategy { get; init; }

    /// <summary>Parameters by name; absent ones take the strategy's defaults.</summary>
    public Dictionary<string, JsonElement>? Params { get; init; }

    /// <summary>A note.</summary>
    [MaxLength(MaximumDescriptionLength)]
    public string? Description { get; init; }

    /// <param name="pathName">The name in the path of the request, which the body may repeat; null if only the body contains it.</param>
    /// <returns>The name of the preset.</returns>
    /// <exception cref="InvalidInputException">A field is invalid; the message lists all invalid fields.</exception>
    public string Validate(string? pathName)
    {
        var errors = new InputErrors();
        var presetName = pathName ?? Name ?? string.Empty;
        if (!IsValidName(presetName))
            errors.Add(
                "name",
                $"name cannot be '{Problems.SanitizeForMessage(presetName)}'; give 1 to {MaximumNameLength} letters, digits, '_' or '-'"
            );
        else if (Name is not null && Name != presetName)
            errors.Add(
                "name",
                $"name is '{Problems.SanitizeForMessage(Name)}' in the body and '{presetName}' in the path; a preset keeps its name"
            );
        // Shortened first, because the error message repeats the name of the strategy.
        if (!StrategyCatalogue.TryFind(Strategy is null ? null : Problems.SanitizeForMessage(Strategy), out var strategy, out var error))
            errors.Add("strategy", error);
        else
            CheckParams(strategy, errors);
        if (Description?.Length > MaximumDescriptionLength || Description?.Contains('\0', StringComparison.Ordinal) == true)
            errors.Add(
                "description",
                $"description is longer than {MaximumDescriptionLength} characters or contains a NUL character; shorten it or remove that character"
            );
        errors.ThrowIfAny();
        return presetName;
    }

    /// <summary>Whether a preset can have this name. For other names the database is not queried.</summary>
    public static bool IsValidName(string name) =>
        name.Length is > 0 and <= MaximumNameLength && name.All(character => char.IsLetterOrDigit(character) || character is '_' or '-');

    private void CheckParams(StrategyDefinition strategy, InputErrors errors)
    {
        StrategyParameters.Defaults(strategy.Parameters).With(WireValues.ToTexts(Params), out var parameterErrors);
        errors.AddAll(parameterErrors, "params.");
    }
}
