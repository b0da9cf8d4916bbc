namespace Bokgi.Host.Backtests.Documents;

/// <summary>Where, when and on what a run was made.</summary>
internal sealed record RunMetadata(
    string ExecutionDate,
    string Environment,
    string ExecutionHost,
    string EngineVersion,
    string? GitCommit,
    string DataFingerprint
);
