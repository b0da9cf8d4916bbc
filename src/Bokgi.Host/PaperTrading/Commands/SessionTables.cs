using Bokgi.Host.PaperTrading.Documents;
using Bokgi.Host.PaperTrading.Verification;
using Spectre.Console;

namespace Bokgi.Host.PaperTrading.Commands;

internal static class SessionTables
{
    private const string EmptyCell = "–";

    public static void Write(StatusDocument status, Shell shell)
    {
        var (session, figures) = (status.Session, status.Performance);
        var winRate = $"{Shell.Localize("승률", "win rate")} {Percent(figures.WinRate)}";
        var table = new Table().Border(TableBorder.Simple).AddColumns(Shell.Localize("항목", "item"), Shell.Localize("값", "value"));
        Add("세션", "session", session.SessionId);
        Add("상태", "state", $"{WireNames.Of(session.State)}{NoOwnerNote(session)}");
        Add("거래소", "exchange", $"{session.Exchange} {session.Timeframe}, {DescribeConnection(session)}");
        Add("종목", "symbols", string.Join(", ", session.Symbols));
        Add("처리한 봉", "bars", $"{Number(status.Bars)}, {session.SteppedUntil ?? EmptyCell}");
        if (status.WarmingUp.Count > 0)
            Add("준비 중", "warming up", string.Join(", ", status.WarmingUp));
        Add("평가액", "equity", $"{Number(figures.Equity)} ({Percent(figures.TotalReturn)})");
        Add("실현 손익", "realized", Number((double)figures.RealizedPnl));
        Add("보유", "positions", Number(status.OpenPositions));
        Add("거래", "trades", $"{Number(figures.TotalTrades)}, {winRate}");
        Add("최대 낙폭", "max drawdown", Percent(figures.MaxDrawdown));
        Add("검증", "verified", DescribeVerification(session));
        if (session.Trouble is { } error)
            Add("오류", "error", error);
        shell.Write(table);

        void Add(string korean, string english, string value) => table.AddRow(Shell.Localize(korean, english), Markup.Escape(value));
    }

    public static void Write(PositionList positions, Shell shell)
    {
        if (positions.Count == 0)
            shell.Error.WriteLine(Shell.Localize("보유한 포지션이 없습니다", "there are no open positions"));
        else
            Write(
                shell,
                wraps: false,
                positions.Positions,
                ("id", position => position.PositionId),
                ("symbol", position => position.Symbol),
                ("strategy", position => position.StrategyName),
                ("entered", position => position.EntryTime),
                ("price", position => Price(position.EntryPrice)),
                ("quantity", position => Price(position.Quantity)),
                ("last", position => Price(position.CurrentPrice)),
                ("unrealized", position => Number((double)position.UnrealizedPnl)),
                ("%", position => Percent(position.UnrealizedPnlPct))
            );
    }

    public static void Write(TradeHistory history, Shell shell)
    {
        if (history.Total == 0)
        {
            shell.Error.WriteLine(Shell.Localize("아직 청산된 거래가 없습니다", "there are no closed trades yet"));
            return;
        }

        Write(
            shell,
            wraps: false,
            history.Trades,
            ("id", trade => trade.Id),
            ("symbol", trade => trade.Symbol),
            ("strategy", trade => trade.StrategyName),
            ("entered", trade => trade.EntryTime),
            ("exited", trade => trade.ExitTime),
            ("entry", trade => Price(trade.EntryPrice)),
            ("exit", trade => Price(trade.ExitPrice)),
            ("pnl", trade => Number((double)trade.RealizedPnl)),
            ("%", trade => Percent(trade.RealizedPnlPct)),
            ("reason", trade => trade.ExitReason + (trade.Late ? Shell.Localize(" (늦음)", " (late)") : string.Empty))
        );
        shell.Out.WriteLine($"{history.Trades.Count} / {history.Total}");
    }

    public static void Write(VerificationDocument verification, Shell shell)
    {
        shell.Out.WriteLine(
            verification.IsClean
                ? Shell.Localize(
                    $"일치합니다: 봉 {verification.Bars}개, 신호 {verification.Signals}개, 거래 {verification.Trades}건",
                    $"matches: {verification.Bars} bars, {verification.Signals} signals, {verification.Trades} trades"
                )
                : Shell.Localize($"차이가 {verification.Differences.Count}건 있습니다", $"{verification.Differences.Count} differences")
        );
        if (verification.CandleCheckError is { } reason)
            shell.Warn(
                Shell.Localize($"거래소의 캔들과 비교하지 못했습니다: {reason}", $"not compared with the exchange's candles: {reason}")
            );
        if (verification.IsClean)
            return;
        Write(
            shell,
            wraps: true,
            verification.Differences,
            ("kind", difference => WireNames.Of(difference.Kind)),
            ("symbol", difference => difference.Symbol),
            ("strategy", difference => difference.StrategyName),
            ("time", difference => difference.Time),
            (Shell.Localize("백테스트", "expected"), difference => difference.Expected),
            (Shell.Localize("세션", "session"), difference => difference.Actual)
        );
    }

    private static void Write<T>(Shell shell, bool wraps, IEnumerable<T> rows, params (string Name, Func<T, string?> Cell)[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var (name, _) in columns)
            table.AddColumn(new TableColumn(name) { NoWrap = !wraps });
        foreach (var row in rows)
            table.AddRow([.. columns.Select(column => Markup.Escape(column.Cell(row) ?? EmptyCell))]);
        shell.Write(table);
    }

    private static string NoOwnerNote(SessionDocument session) =>
        session is { IsRunning: true, IsOwned: false } ? Shell.Localize(" (맡은 서버 없음)", " (no server runs it)") : string.Empty;

    private static string DescribeConnection(SessionDocument session) =>
        !session.IsRunning ? EmptyCell
        : session.IsConnected ? Shell.Localize("연결됨", "connected")
        : Shell.Localize("연결 안 됨", "not connected") + (session.ConnectionChangedAt is { } lostAt ? $" ({lostAt})" : string.Empty);

    private static string DescribeVerification(SessionDocument session) =>
        session.IsVerified switch
        {
            null => EmptyCell,
            true => $"{Shell.Localize("일치", "matches")}, {session.VerifiedAt}",
            false => Shell.Localize(
                $"차이 있음, {session.VerifiedAt} ('bokgi paper verify'로 확인하세요)",
                $"differences, {session.VerifiedAt}; 'bokgi paper verify' lists them"
            ),
        };

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Price(double value) => value.ToString("0.########", CultureInfo.InvariantCulture);

    private static string Percent(double? fraction) =>
        fraction is { } value ? (value * 100).ToString("N2", CultureInfo.InvariantCulture) + " %" : EmptyCell;
}
