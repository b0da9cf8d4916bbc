namespace Bokgi.Host.Backtests;

/// <summary>What a person may change of a run; absent fields stay.</summary>
internal sealed record RunDescription(string? Description = null, IReadOnlyList<string>? Tags = null);
