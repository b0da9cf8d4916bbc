using System.Globalization;
using Bokgi.Host.PaperTrading.Documents;
using Bokgi.Host.PaperTrading.Verification;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Json;
using Spectre.Console;

namespace Bokgi.Host.PaperTrading.Commands;

/// <summary>Formats sessions as tables for the terminal.</summary>
internal static class SessionTables
{
    private const string Nothing = "–";

    public static void Write(StatusDocument status, Shell shell)
    {
        var (session, figures) = (status.Session, status.Performance);
        var table = new Table().Border(TableBorder.Simple).AddColumns(Shell.Say("항목", "what"), Shell.Say("값", "value"));
        table.AddRow(Shell.Say("세션", "session"), session.SessionId);
        table.AddRow(Shell.Say("상태", "state"), $"{WireNames.Of(session.State)}{(session.IsOwned ? string.Empty : Idle(session))}");
        table.AddRow(Shell.Say("거래소", "exchange"), $"{session.Exchange} {session.Timeframe}, {Connection(session)}");
        table.AddRow(Shell.Say("종목", "symbols"), string.Join(", ", session.Symbols));
        table.AddRow(Shell.Say("처리한 봉", "bars"), $"{Number(status.Bars)}, {session.SteppedUntil ?? Nothing}");
        if (status.WarmingUp.Count > 0)
            table.AddRow(Shell.Say("준비 중", "warming up"), string.Join(", ", status.WarmingUp));
        table.AddRow(Shell.Say("평가액", "equity"), $"{Money(figures.Equity)} ({Percent(figures.TotalReturn)})");
        table.AddRow(Shell.Say("실현 손익", "realized"), Money((double)figures.RealizedPnl));
        table.AddRow(Shell.Say("보유", "positions"), Number(status.OpenPositions));
        table.AddRow(
            Shell.Say("거래", "trades"),
            $"{Number(figures.TotalTrades)}, {Shell.Say("승률", "win rate")} {Percent(figures.WinRate)}"
        );
        table.AddRow(Shell.Say("최대 낙폭", "max drawdown"), Percent(figures.MaxDrawdown));
        table.AddRow(Shell.Say("검증", "verified"), Verified(session));
        if (session.Trouble is { } error)
            table.AddRow(Shell.Say("문제", "trouble"), Markup.Escape(error));
        shell.Write(table);
    }

    public static void Write(PositionList positions, Shell shell)
    {
        if (positions.Count == 0)
        {
            shell.Error.WriteLine(Shell.Say("보유한 포지션이 없습니다", "no position is open"));
            return;
        }

        var table = Of("id", "symbol", "strategy", "entered", "price", "quantity", "now", "unrealized", "%");
        foreach (var position in positions.Positions)
        {
            table.AddRow(
                position.PositionId,
                position.Symbol,
                position.StrategyName,
                position.EntryTime,
                Price(position.EntryPrice),
                Price(position.Quantity),
                Price(position.CurrentPrice),
                Money((double)position.UnrealizedPnl),
                Percent(position.UnrealizedPnlPct)
            );
        }

        shell.Write(table);
    }

    public static void Write(TradeHistory history, Shell shell)
    {
        if (history.Total == 0)
        {
            shell.Error.WriteLine(Shell.Say("아직 끝난 거래가 없습니다", "no trade is closed yet"));
            return;
        }

        var table = Of("id", "symbol", "strategy", "entered", "left", "entry", "exit", "pnl", "%", "why");
        foreach (var trade in history.Trades)
        {
            table.AddRow(
                trade.Id,
                trade.Symbol,
                trade.StrategyName,
                trade.EntryTime,
                trade.ExitTime,
                Price(trade.EntryPrice),
                Price(trade.ExitPrice),
                Money((double)trade.RealizedPnl),
                Percent(trade.RealizedPnlPct),
                trade.ExitReason + (trade.Late ? Shell.Say(" (늦음)", " (late)") : string.Empty)
            );
        }

        shell.Write(table);
        shell.Out.WriteLine($"{history.Trades.Count} / {history.Total}");
    }

    public static void Write(VerificationDocument verification, Shell shell)
    {
        shell.Out.WriteLine(
            verification.IsClean
                ? Shell.Say(
                    $"일치합니다: 봉 {verification.Bars}개, 신호 {verification.Signals}개, 거래 {verification.Trades}건",
                    $"equal: {verification.Bars} bars, {verification.Signals} signals, {verification.Trades} trades"
                )
                : Shell.Say($"{verification.Differences.Count}개가 다릅니다", $"{verification.Differences.Count} differences")
        );
        if (verification.CandlesUnchecked is { } reason)
            shell.Warn(Shell.Say($"거래소의 캔들과 비교하지 못했습니다: {reason}", $"not compared with the exchange's candles: {reason}"));
        if (verification.IsClean)
            return;
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("kind", "symbol", "strategy", "time", Shell.Say("백테스트", "expected"), Shell.Say("세션", "session"));
        foreach (var difference in verification.Differences)
        {
            table.AddRow(
                WireNames.Of(difference.Kind),
                difference.Symbol,
                difference.StrategyName ?? Nothing,
                difference.Time,
                Markup.Escape(difference.Expected ?? Nothing),
                Markup.Escape(difference.Actual ?? Nothing)
            );
        }

        shell.Write(table);
    }

    private static Table Of(params string[] names)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var name in names)
            table.AddColumn(new TableColumn(name).NoWrap());
        return table;
    }

    private static string Idle(SessionDocument session) =>
        session.IsRunning ? Shell.Say(" (맡은 서버 없음)", " (no server has it)") : string.Empty;

    private static string Connection(SessionDocument session) =>
        !session.IsRunning ? Nothing
        : session.IsConnected ? Shell.Say("연결됨", "connected")
        : Shell.Say("연결 안 됨", "not connected") + (session.ConnectionSince is { } since ? $" ({since})" : string.Empty);

    private static string Verified(SessionDocument session) =>
        session.IsVerified switch
        {
            null => Nothing,
            true => $"{Shell.Say("일치", "equal")}, {session.VerifiedAt}",
            false => $"{Shell.Say("차이 있음", "differences")}, {session.VerifiedAt}; bokgi paper verify",
        };

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Money(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Price(double value) => value.ToString("0.########", CultureInfo.InvariantCulture);

    private static string Percent(double? fraction) =>
        fraction is { } value ? (value * 100).ToString("N2", CultureInfo.InvariantCulture) + " %" : Nothing;
}
