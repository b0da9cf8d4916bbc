using System.Text.Json;

namespace Bokgi.Host.Backtests.Comparison;

/// <summary>A setting or a parameter that the runs do not have in common.</summary>
/// <param name="Name">Its name in a request.</param>
/// <param name="Symbol">The market whose override this is; null for what holds for the others.</param>
/// <param name="Values">A value for each run; null where it has none.</param>
internal sealed record ComparedSetting(string Name, string? Symbol, IReadOnlyList<JsonElement?> Values);
