namespace Bokgi.Host.Reports.Explain;

/// <summary>A condition of the strategy.</summary>
/// <param name="Name">The condition's name.</param>
/// <param name="Label">What is compared with what.</param>
/// <param name="Operator">The operator that compares the value on its left with the threshold on its right.</param>
internal sealed record ExplainedCondition(string Name, LocalizedText Label, string Operator);
