using System.Globalization;
using Bokgi.Host.Platform.CommandLine;
using Spectre.Console;

namespace Bokgi.Host.Backtests;

/// <summary>A run as a table for people: percent here, and nowhere else.</summary>
internal static class RunTable
{
    private const string Nothing = "–";

    public static void Write(RunDocument run, Shell shell)
    {
        var totals = run.Totals;
        shell.Out.WriteLine();
        shell.Out.WriteLine($"{run.Strategy}  {run.Timeframe}  {totals.First} … {totals.Last}");
        shell.Out.WriteLine(
            FormattableString.Invariant(
                $"{Shell.Say("체결", "fills")} {run.Execution}, {Shell.Say("수수료", "fee")} {run.FeeRate:P2}, {Shell.Say("슬리피지", "slippage")} {run.SlippageRate:P2}, {Shell.Say("자금", "cash")} {run.InitialCash:N0}"
            )
        );
        shell.Write(Table(run));
        foreach (var warning in run.Warnings)
            shell.Warn(warning);
        if (totals.Unfilled > 0)
            shell.Warn(Shell.Say($"마지막 캔들의 신호 {totals.Unfilled}건은 체결되지 않았습니다", $"{totals.Unfilled} signals of last bars could not be filled"));
        shell.Out.WriteLine(
            FormattableString.Invariant($"{Shell.Say("소요", "took")} {run.ExecutionTime:0.000} s, {run.Symbols.Sum(symbol => (long)symbol.Bars):N0} {Shell.Say("캔들", "candles")}")
        );
    }

    private static Table Table(RunDocument run)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(Shell.Say("종목", "symbol"));
        foreach (var heading in Headings())
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var symbol in run.Symbols)
            table.AddRow([symbol.Symbol, .. Cells(symbol)]);
        if (run.Symbols.Count > 1)
        {
            table.AddEmptyRow();
            table.AddRow([Shell.Say("합계", "total"), .. Cells(run.Totals)]);
        }

        return table;
    }

    private static string[] Headings() =>
        Shell.IsKorean
            ? ["캔들", "신호", "거래", "승률", "평균수익", "총수익", "보유수익", "MDD", "샤프", "손익비", "노출", "신호승률"]
            : ["bars", "signals", "trades", "win rate", "avg", "return", "buy&hold", "max dd", "sharpe", "profit f.", "exposure", "study win"];

    private static string[] Cells(FiguresDocument figures) =>
        [
            figures.Bars.ToString("N0", CultureInfo.InvariantCulture),
            figures.Signals.ToString("N0", CultureInfo.InvariantCulture),
            figures.Trades.ToString("N0", CultureInfo.InvariantCulture),
            Percent(figures.WinRate, 1),
            Percent(figures.AvgReturn, 3),
            Percent(figures.TotalReturn, 2),
            Percent(figures.BuyAndHoldReturn, 1),
            Percent(figures.MaxDrawdown, 2),
            Number(figures.Sharpe),
            Number(figures.ProfitFactor),
            Percent(figures.Exposure, 1),
            Percent(figures.Study.WinRate, 1),
        ];

    private static string Percent(double? fraction, int digits) =>
        fraction is { } value ? (value * 100).ToString($"N{digits}", CultureInfo.InvariantCulture) + " %" : Nothing;

    private static string Number(double? value) => value?.ToString("N2", CultureInfo.InvariantCulture) ?? Nothing;
}
