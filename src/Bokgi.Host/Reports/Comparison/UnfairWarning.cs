namespace Bokgi.Host.Reports.Comparison;

/// <summary>A difference that the figures do not show and that makes the runs hard to compare.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="Message">A message for people.</param>
internal sealed record UnfairWarning(UnfairKind Kind, LocalizedText Message);
