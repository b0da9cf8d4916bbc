using Bokgi.Host.Platform.Health;
using Bokgi.Host.Platform.Logging;

namespace Bokgi.Host.Health.Checks;

/// <summary>Checks whether the log file can be written.</summary>
internal sealed class LogCheck(ProcessLog log) : IHealthCheck
{
    public string Name => "log";

    public bool IsLocal => true;

    public LocalizedText Failure { get; } = new("로그를 확인할 수 없습니다", "the log cannot be checked");

    public Task<HealthFinding?> CheckAsync(CancellationToken cancel) =>
        Task.FromResult<HealthFinding?>(
            log.Error is null
                ? HealthFinding.Ok("기록됩니다", "is written")
                : new HealthFinding(
                    HealthLevel.Warning,
                    new LocalizedText(
                        "로그 파일에 쓸 수 없어 새 줄을 버립니다. 디스크와 권한을 확인하십시오",
                        "the log file cannot be written and its lines are dropped; check the disk and its permissions"
                    ),
                    new Dictionary<string, double>()
                )
        );
}
