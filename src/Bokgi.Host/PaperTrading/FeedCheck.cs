using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Health;

namespace Bokgi.Host.PaperTrading;

/// <summary>
/// Checks that paper sessions are connected to their exchange, and reports the session that has been disconnected for the longest time. A
/// connection over which no message arrives is closed by the feed, so its session is disconnected too.
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
        var worst = sessions.MaxBy(DisconnectedSeconds)!;
        var seconds = DisconnectedSeconds(worst);
        var level = settings.Health.FeedSeconds.LevelOf(seconds);
        var values = new Dictionary<string, double> { ["age_s"] = seconds, ["sessions"] = sessions.Count };
        return level == HealthLevel.Ok
            ? HealthFinding.Ok($"세션 {sessions.Count}개가 시세를 받습니다", $"{sessions.Count} sessions receive prices", values)
            : new HealthFinding(
                level,
                new LocalizedText(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"세션 {worst.SessionId}에 {seconds:0}초째 시세가 없습니다. 네트워크와 거래소를 확인하십시오"
                    ),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the session {worst.SessionId} has received no prices for {seconds:0} s; check the network and the exchange"
                    )
                ),
                values
            );
    }

    private double DisconnectedSeconds(PaperQueries.SessionConnection session) =>
        session.IsConnected ? 0 : Math.Max(0, clock.NowUtc() - session.SinceUtc) / (double)UnixTime.MicrosecondsPerSecond;
}
