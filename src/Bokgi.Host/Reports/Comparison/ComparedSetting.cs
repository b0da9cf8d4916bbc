namespace Bokgi.Host.Reports.Comparison;

/// <summary>A setting or parameter in which the runs differ.</summary>
/// <param name="Name">Its name in a request.</param>
/// <param name="Symbol">The market for an override; null for the value of all other markets.</param>
/// <param name="Values">A value for each run; null if it has none.</param>
internal sealed record ComparedSetting(string Name, string? Symbol, IReadOnlyList<JsonElement?> Values);
