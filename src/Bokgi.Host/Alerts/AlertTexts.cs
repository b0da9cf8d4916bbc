using Bokgi.Host.Platform.Health;

namespace Bokgi.Host.Alerts;

/// <summary>Creates the messages of alerts: one method for each situation that raises an alert.</summary>
internal static class AlertTexts
{
    public static AlertMessage Health(
        LocalizedText title,
        HealthLevel level,
        double? cpuPercent,
        double? memoryPercent,
        string check,
        DateTimeOffset time
    ) =>
        new(
            AlertKind.Health,
            level switch
            {
                HealthLevel.Critical => AlertSeverity.Critical,
                HealthLevel.Warning => AlertSeverity.Warning,
                _ => AlertSeverity.Info,
            },
            title,
            [
                new("title", new("내용", "title"), title.En) { KoreanValue = title.Ko },
                new("cpu_percent", new("CPU 사용률(%)", "CPU %"), FormatRounded(cpuPercent)),
                new("memory_percent", new("메모리 사용률(%)", "memory %"), FormatRounded(memoryPercent)),
                new("failed", new("문제 항목", "what failed"), check),
            ],
            time
        );

    public static AlertMessage Backup(
        string backupType,
        bool isSuccess,
        double durationSeconds,
        double sizeMegabytes,
        DateTimeOffset time
    ) =>
        new(
            AlertKind.Backup,
            isSuccess ? AlertSeverity.Info : AlertSeverity.Critical,
            isSuccess
                ? new($"백업 성공: {backupType}", $"the backup {backupType} succeeded")
                : new($"백업 실패: {backupType}", $"the backup {backupType} failed"),
            [
                new("backup_type", new("종류", "type"), backupType),
                new("status", new("상태", "status"), isSuccess ? "SUCCESS" : "FAILED"),
                new("duration_sec", new("걸린 시간(초)", "seconds"), FormatNumber(durationSeconds)),
                new("size_mb", new("크기(MB)", "MB"), FormatNumber(sizeMegabytes)),
            ],
            time
        );

    /// <summary>Compares the result of a benchmark with its target: a maximum for times, a minimum for rates.</summary>
    public static AlertMessage Performance(string metric, double value, double threshold, bool isTargetMet, DateTimeOffset time) =>
        new(
            AlertKind.Performance,
            isTargetMet ? AlertSeverity.Info : AlertSeverity.Warning,
            isTargetMet
                ? new($"성능 기준 충족: {metric}", $"{metric} is within its limit")
                : new($"성능 기준 초과: {metric}", $"{metric} is over its limit"),
            [
                new("metric", new("항목", "metric"), metric),
                new("value", new("측정값", "value"), FormatNumber(value)),
                new("sla_threshold", new("기준", "limit"), FormatNumber(threshold)),
                new("status", new("상태", "status"), isTargetMet ? "OK" : "BREACH"),
            ],
            time
        );

    public static AlertMessage TaskFailed(string taskId, string error, DateTimeOffset time) =>
        new(
            AlertKind.Task,
            AlertSeverity.Warning,
            new("작업 실패", "a task failed"),
            [new("task_id", new("작업", "task"), taskId), new("error", new("원인", "reason"), error)],
            time
        );

    public static AlertMessage Signal(string sessionId, string symbol, string strategy, double price, DateTimeOffset time) =>
        Session(
            sessionId,
            AlertSeverity.Info,
            new($"매수 신호: {symbol}", $"buy signal: {symbol}"),
            time,
            new("symbol", new("종목", "symbol"), symbol),
            new("strategy", new("전략", "strategy"), strategy),
            new("price", new("가격", "price"), FormatNumber(price))
        );

    public static AlertMessage PositionOpened(
        string sessionId,
        string symbol,
        string strategy,
        double price,
        double quantity,
        DateTimeOffset time
    ) =>
        Session(
            sessionId,
            AlertSeverity.Info,
            new($"매수: {symbol}", $"bought {symbol}"),
            time,
            new("symbol", new("종목", "symbol"), symbol),
            new("strategy", new("전략", "strategy"), strategy),
            new("price", new("가격", "price"), FormatNumber(price)),
            new("quantity", new("수량", "quantity"), FormatNumber(quantity))
        );

    public static AlertMessage PositionClosed(
        string sessionId,
        string symbol,
        string strategy,
        double price,
        double profit,
        double returnFraction,
        string reason,
        DateTimeOffset time
    ) =>
        Session(
            sessionId,
            AlertSeverity.Info,
            new($"매도: {symbol} {FormatPercent(returnFraction)}", $"sold {symbol} {FormatPercent(returnFraction)}"),
            time,
            new("symbol", new("종목", "symbol"), symbol),
            new("strategy", new("전략", "strategy"), strategy),
            new("price", new("가격", "price"), FormatNumber(price)),
            new("realized_pnl", new("실현 손익", "profit"), FormatNumber(profit)),
            new("return", new("수익률", "return"), FormatPercent(returnFraction)),
            new("exit_reason", new("청산 사유", "exit reason"), reason)
        );

    public static AlertMessage FeedDisconnected(string sessionId, string? reason, DateTimeOffset time) =>
        Session(
            sessionId,
            AlertSeverity.Warning,
            new("시세 연결 끊김", "the feed is disconnected"),
            time,
            new AlertField("reason", new("원인", "reason"), reason ?? "-")
        );

    public static AlertMessage FeedReconnected(string sessionId, DateTimeOffset time) =>
        Session(sessionId, AlertSeverity.Info, new("시세 연결 복구", "the feed is connected again"), time);

    public static AlertMessage ReplayDiffers(string sessionId, int differences, DateTimeOffset time) =>
        Session(
            sessionId,
            AlertSeverity.Critical,
            new("모의투자와 백테스트가 다름", "paper trading differs from its replay"),
            time,
            new AlertField("differences", new("차이", "differences"), differences.ToString(CultureInfo.InvariantCulture))
        );

    public static AlertMessage Test(string environment, DateTimeOffset time) =>
        new(
            AlertKind.Test,
            AlertSeverity.Info,
            new("테스트 알림", "test alert"),
            [new("environment", new("환경", "environment"), environment)],
            time
        );

    private static AlertMessage Session(
        string sessionId,
        AlertSeverity severity,
        LocalizedText title,
        DateTimeOffset time,
        params IReadOnlyList<AlertField> fields
    ) => new(AlertKind.Session, severity, title, [new("session_id", new("세션", "session"), sessionId), .. fields], time);

    private static string FormatNumber(double? value) => value?.ToString("#,0.########", CultureInfo.InvariantCulture) ?? "-";

    private static string FormatRounded(double? value) => value?.ToString("0.#", CultureInfo.InvariantCulture) ?? "-";

    private static string FormatPercent(double fraction) =>
        (fraction * 100).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) + "%";
}
