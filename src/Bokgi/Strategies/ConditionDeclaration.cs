namespace Bokgi.Strategies;

/// <summary>One of the conditions that a bar has to meet, all of them, to give a signal.</summary>
/// <param name="Name">The name in answers, in snake case.</param>
/// <param name="Label">What is compared with what, for people.</param>
/// <param name="Operator">How they are compared.</param>
public sealed record ConditionDeclaration(string Name, LocalizedText Label, ConditionOperator Operator)
{
    /// <summary>The operator as formulas write it, for example <c>&gt;=</c>.</summary>
    public string Sign =>
        Operator switch
        {
            ConditionOperator.AtLeast => ">=",
            ConditionOperator.Above => ">",
            _ => "<",
        };

    /// <summary>Whether a bar meets the condition; where value or threshold is NaN it does not.</summary>
    public bool IsMet(in ConditionReading reading) =>
        Operator switch
        {
            ConditionOperator.AtLeast => reading.Value >= reading.Threshold,
            ConditionOperator.Above => reading.Value > reading.Threshold,
            _ => reading.Value < reading.Threshold,
        };
}
