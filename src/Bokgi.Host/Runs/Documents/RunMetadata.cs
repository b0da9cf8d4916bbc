namespace Bokgi.Host.Runs.Documents;

/// <summary>When, where and with which version a run was made.</summary>
internal sealed record RunMetadata(
    string ExecutionDate,
    string Environment,
    string ExecutionHost,
    string EngineVersion,
    string? GitCommit,
    string DataFingerprint
);
