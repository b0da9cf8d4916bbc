using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Health;

namespace Bokgi.Host.PaperTrading;

/// <summary>
/// Reports how long paper sessions have been without a connection to their exchange, by the session that has been longest without one. A
/// connection over which no message arrives is closed, and so counts as lost.
/// </summary>
internal sealed class FeedCheck(PaperQueries queries, HostSettings settings, TimeProvider clock) : IHealthCheck
{
    public string Name => "feed";

    public bool NeedsDatabase => true;

    public LocalizedText Failure { get; } = new("모의투자 세션을 읽을 수 없습니다", "the paper sessions cannot be read");

    public async Task<HealthFinding?> CheckAsync(CancellationToken cancel)
    {
        var sessions = await queries.ConnectionsAsync(cancel);
        if (sessions.Count == 0)
            return null;
        var oldest = sessions.MaxBy(AgeSeconds)!;
        var age = AgeSeconds(oldest);
        var level = settings.Health.FeedSeconds.LevelOf(age);
        var values = new Dictionary<string, double> { ["age_s"] = age, ["sessions"] = sessions.Count };
        return level == HealthLevel.Ok
            ? HealthFinding.Ok($"세션 {sessions.Count}개가 시세를 받습니다", $"{sessions.Count} sessions receive prices", values)
            : new HealthFinding(
                level,
                new LocalizedText(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"세션 {oldest.SessionId}에 {age:0}초째 시세가 없습니다. 네트워크와 거래소를 확인하십시오"
                    ),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the session {oldest.SessionId} has received no prices for {age:0} s; check the network and the exchange"
                    )
                ),
                values
            );
    }

    private double AgeSeconds(PaperQueries.SessionConnection session) =>
        session.IsConnected ? 0 : Math.Max(0, clock.NowUtc() - session.SinceUtc) / (double)UnixTime.MicrosecondsPerSecond;
}
