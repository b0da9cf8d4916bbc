namespace Bokgi.Host.Strategies;

/// <summary>The declaration of a parameter; switches and choices have no minimum or maximum.</summary>
internal sealed record ParameterDocument(
    string Name,
    string Type,
    JsonElement Default,
    double? Minimum,
    bool MinimumExcluded,
    double? Maximum,
    IReadOnlyList<string> Choices,
    LocalizedText Description
)
{
    public static ParameterDocument Of(ParameterDeclaration parameter)
    {
        var isNumeric = parameter.Kind is ParameterKind.Integer or ParameterKind.Number;
        return new ParameterDocument(
            parameter.Name,
            WireNames.Of(parameter.Kind),
            WireValues.ToJson(parameter, parameter.Default),
            isNumeric ? parameter.Minimum : null,
            parameter.IsMinimumExcluded,
            isNumeric ? parameter.Maximum : null,
            parameter.Choices,
            parameter.Description
        );
    }
}
