using Bokgi.Host.Platform.Health;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Health.Checks;

/// <summary>Checks whether results can be stored: in the object store if one is configured, otherwise in their folder.</summary>
internal sealed class StorageCheck(HostSettings settings, TimeProvider clock, IObjectStore? objects = null) : IHealthCheck
{
    public string Name => "storage";

    public LocalizedText Failure { get; } =
        objects is null
            ? new LocalizedText("STATE_ROOT에 결과를 쓸 수 없습니다", "results cannot be written to STATE_ROOT")
            : new LocalizedText(
                "S3를 쓸 수 없습니다. 버킷과 AWS_ 설정을 확인하십시오",
                "S3 cannot be used; check the bucket and the AWS_ settings"
            );

    public async Task<HealthFinding?> CheckAsync(CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        if (objects is not null)
            await ObjectStores.CheckAsync(objects, cancel);
        else
            ReadinessProbes.CheckFolderWritable(ResultsFolder.PathIn(settings));
        return HealthFinding.Ok(
            "쓸 수 있습니다",
            "can be used",
            new Dictionary<string, double> { ["latency_ms"] = clock.GetElapsedTime(started).TotalMilliseconds }
        );
    }
}
