namespace Bokgi.Host.Runs.Documents;

/// <summary>When, where and by which version a run was computed.</summary>
internal sealed record RunMetadata(
    string ExecutionDate,
    string Environment,
    string ExecutionHost,
    string EngineVersion,
    string? GitCommit,
    string DataFingerprint
);
