using Bokgi.Markets;

namespace Bokgi.Strategies;

/// <summary>One of the conditions of a strategy; a bar gives a signal if it meets all of them.</summary>
/// <param name="Name">The name in API responses, in snake case.</param>
/// <param name="Label">A description of the comparison, for people.</param>
/// <param name="Operator">How the value is compared with the threshold.</param>
public sealed record ConditionDeclaration(string Name, LocalizedText Label, ConditionOperator Operator)
{
    /// <summary>The operator's symbol, for example <c>&gt;=</c>.</summary>
    public string OperatorSymbol =>
        Operator switch
        {
            ConditionOperator.AtLeast => ">=",
            ConditionOperator.Above => ">",
            _ => "<",
        };

    /// <summary>Whether a bar meets the condition; false if the value or the threshold is NaN.</summary>
    public bool IsMet(in ConditionReading reading) =>
        Operator switch
        {
            ConditionOperator.AtLeast => reading.Value >= reading.Threshold,
            ConditionOperator.Above => reading.Value > reading.Threshold,
            _ => reading.Value < reading.Threshold,
        };
}
