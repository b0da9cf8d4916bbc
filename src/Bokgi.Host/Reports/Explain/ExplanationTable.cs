using Spectre.Console;

namespace Bokgi.Host.Reports.Explain;

internal static class ExplanationTable
{
    private const string NoValue = "–";

    private static readonly string EndOfData = WireNames.Of(ExitReason.EndOfData);

    public static void Write(ExplanationDocument explanation, bool isSingleBar, Shell shell)
    {
        shell.Out.WriteLine($"{explanation.RunId}  {explanation.Strategy}  {explanation.Symbol}  {explanation.Timeframe}");
        if (!explanation.IsUnchanged)
            shell.Warn(
                Shell.Localize(
                    "실행 이후 캔들이 바뀌었습니다. 아래는 현재 캔들로 다시 계산한 결과입니다",
                    "the candles have changed since the run; the following explains the current candles"
                )
            );
        if (explanation.IsAtMissing)
            shell.Warn(
                Shell.Localize(
                    "그 시각에는 캔들이 없어 바로 앞 캔들을 표시합니다",
                    "there is no candle at that time; the one before it is shown"
                )
            );
        if (explanation.Bars.Count == 0)
            return;
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(Shell.Localize("캔들", "bar")).NoWrap());
        table.AddColumn(new TableColumn(Shell.Localize("종가", "close")).RightAligned().NoWrap());
        table.AddColumn(Shell.Localize("미충족 조건", "not met"));
        table.AddColumn(Shell.Localize("신호와 매매", "signal and trades"));
        table.AddColumn(Shell.Localize("보유", "position"));
        foreach (var bar in explanation.Bars)
            table.AddRow(
                bar.Timestamp,
                Number(bar.Close),
                Markup.Escape(DescribeUnmetConditions(bar)),
                Markup.Escape(DescribeEvents(bar)),
                DescribePosition(bar)
            );
        shell.Write(table);
        if (isSingleBar)
            WriteConditions(explanation, shell);
    }

    private static void WriteConditions(ExplanationDocument explanation, Shell shell)
    {
        var bar = explanation.Bars[^1];
        shell.Out.WriteLine(
            $"{bar.Timestamp}  O {Number(bar.Open)}  H {Number(bar.High)}  L {Number(bar.Low)}  C {Number(bar.Close)}  V {Number(bar.Volume)}"
        );
        foreach (var (condition, declared) in bar.Conditions.Zip(explanation.Conditions))
            shell.Out.WriteLine(
                $"  {(condition.IsMet ? "✓" : "✗")} {ConditionText(condition)}  {Shell.Localize(declared.Label.Ko, declared.Label.En)}"
            );
        shell.Out.WriteLine($"  → {DescribeEvents(bar)}");
    }

    private static string DescribeUnmetConditions(ExplainedBar bar)
    {
        string[] missed = [.. bar.Conditions.Where(condition => !condition.IsMet).Select(ConditionText)];
        return missed.Length == 0 ? NoValue : string.Join("; ", missed);
    }

    private static string ConditionText(ExplainedBar.Comparison condition) =>
        $"{condition.Name} {Number(condition.Value)} {condition.Operator} {Number(condition.Threshold)}";

    private static string DescribeEvents(ExplainedBar bar)
    {
        var events = new List<string>();
        if (bar.MissingSince is { } since)
            events.Add(Shell.Localize($"{since}부터 캔들 없음", $"no candles since {since}"));
        events.AddRange(DescribeSignalAndTrades(bar));
        return events.Count > 0 ? string.Join("; ", events) : Shell.Localize("신호 없음", "no signal");
    }

    // The bar's signal and trades, in the order in which they happened. An entry at the bar's open precedes the exits. An entry at the bar's
    // close fills the signal of the same bar, and follows the exit of an earlier position. An exit because the data ends comes last.
    private static IEnumerable<string> DescribeSignalAndTrades(ExplainedBar bar)
    {
        string[] entryText = bar.Entry is { } entry ? [$"#{entry.Trade} {Shell.Localize("매수", "bought at")} {Number(entry.Price)}"] : [];
        var fillsAtClose = bar.Entry is not null && bar.Entry.Trade == bar.Signal?.Trade;
        string[] signalText = bar.Signal is { } signal ? [OutcomeText(signal)] : [];
        string[] exitTexts = [.. bar.Exits.Where(exit => exit.Reason != EndOfData).Select(ExitText)];
        string[] endOfDataTexts = [.. bar.Exits.Where(exit => exit.Reason == EndOfData).Select(ExitText)];
        return fillsAtClose
            ? [.. exitTexts, .. signalText, .. entryText, .. endOfDataTexts]
            : [.. entryText, .. exitTexts, .. signalText, .. endOfDataTexts];
    }

    private static string ExitText(ExplainedBar.Exit exit) =>
        $"#{exit.Trade} {Shell.Localize("매도", "sold at")} {Number(exit.Price)} ({exit.Reason}, {Percent(exit.Return)})";

    private static string OutcomeText(ExplainedBar.SignalResult signal) =>
        signal.Outcome switch
        {
            SignalOutcome.Entered => Shell.Localize($"신호 → #{signal.Trade} 진입", $"signal → entered as #{signal.Trade}"),
            SignalOutcome.PositionOpen => Shell.Localize("신호 무시: 이미 보유 중", "signal ignored: a position is open"),
            SignalOutcome.WarmUp => Shell.Localize("신호 무시: 워밍업 구간", "signal ignored: warm-up"),
            SignalOutcome.NoNextBar => Shell.Localize("신호 미체결: 다음 캔들이 없음", "signal not filled: there is no next bar"),
            SignalOutcome.TooSmall => Shell.Localize(
                "신호 미체결: 거래소의 최소 주문 금액 미만",
                "signal not filled: below the exchange's minimum order value"
            ),
            _ => Shell.Localize("신호 미체결: 살 수 있는 수량이 0", "signal not filled: the affordable quantity is zero"),
        };

    private static string DescribePosition(ExplainedBar bar)
    {
        if (bar.Position is not { } position)
            return NoValue;
        var levelsText = position.Levels is { } levels
            ? $", {Shell.Localize("손절", "stop")} {Number(levels.Stop)}, {Shell.Localize("목표", "target")} {Number(levels.Target)}"
            : string.Empty;
        return $"#{position.Trade} {Number(position.EntryPrice)}, {position.BarsHeld}/{position.HoldBars}{levelsText}";
    }

    private static string Number(double? value) =>
        value is not { } number ? NoValue
        : Math.Abs(number) >= 1_000 ? number.ToString("#,0.##", CultureInfo.InvariantCulture)
        : number.ToString("G6", CultureInfo.InvariantCulture);

    private static string Percent(double fraction) => (fraction * 100).ToString("N2", CultureInfo.InvariantCulture) + " %";
}
