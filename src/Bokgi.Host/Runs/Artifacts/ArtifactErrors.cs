namespace Bokgi.Host.Runs.Artifacts;

internal static class ArtifactErrors
{
    public static LostDataException Damaged(string runId, string file, Exception? cause = null) =>
        new($"{file} of run {runId} is damaged: its content has changed since it was stored; {Remedy(runId)}", cause);

    public static LostDataException Missing(string runId, string file) =>
        new($"{file} of run {runId} is missing; set AWS_BUCKET_NAME if it was moved to a bucket, else {Remedy(runId)}");

    public static LostDataException FromLaterVersion(string runId, string file) =>
        new($"{file} of run {runId} was written by a later version of bokgi; update this one to read it");

    private static string Remedy(string runId) =>
        $"restore it from a backup, or make the run again with 'bokgi rerun {runId}' or POST /api/backtests/run";
}
