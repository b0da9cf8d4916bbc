using Bokgi.Host.Runs.Documents;
using Spectre.Console;

namespace Bokgi.Host.Runs;

/// <summary>Writes a run to the terminal: its settings, a table with a row per symbol, and warnings.</summary>
internal static class RunTable
{
    private const string NoValue = "–";
    private const int WidthOfAllColumns = 145; // characters

    public static void Write(RunDocument run, Shell shell)
    {
        var totals = run.Totals;
        shell.Out.WriteLine();
        shell.Out.WriteLine($"{run.Strategy}  {run.Timeframe}  {totals.First} … {totals.Last}");
        shell.Out.WriteLine(
            FormattableString.Invariant(
                $"{Shell.Localize("체결", "fills")} {WireNames.Of(run.Account.Execution)}, {Shell.Localize("수수료", "fee")} {Fee(run)}, {Shell.Localize("슬리피지", "slippage")} {run.Account.SlippageRate:P2}, {Shell.Localize("자금", "cash")} {run.InitialCash:N0}"
            )
        );
        shell.Write(CreateTable(run, Figure.All, shell.Width));
        foreach (var warning in RunWarnings.Of(run))
            shell.Warn(Shell.Localize(warning.Ko, warning.En));
        if (totals.Unfilled > 0)
            shell.Warn(
                Shell.Localize(
                    $"마지막 캔들의 신호 {totals.Unfilled}건은 체결되지 않았습니다",
                    $"{totals.Unfilled} signals on the last bars could not be filled"
                )
            );
        if (totals.TooSmall > 0)
            shell.Warn(
                Shell.Localize(
                    $"진입 {totals.TooSmall}건은 거래소의 최소 주문 금액보다 작아 실행하지 않았습니다",
                    $"{totals.TooSmall} entries were skipped: their value was below the exchange's minimum order"
                )
            );
        shell.Out.WriteLine(
            FormattableString.Invariant(
                $"{Shell.Localize("소요", "took")} {run.ExecutionTime:0.000} s, {run.Symbols.Sum(symbol => (long)symbol.Bars):N0} {Shell.Localize("캔들", "candles")}"
            )
        );
    }

    public static Table CreateTable(RunDocument run, IEnumerable<Figure> figures, int width)
    {
        // A narrow terminal shows only the essential columns.
        (Figure Figure, Figure.TableColumn Column)[] columns =
        [
            .. from figure in figures
            let column = figure.Column
            where column is not null && (width >= WidthOfAllColumns || column.IsEssential)
            orderby column.Order
            select (figure, column),
        ];
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(Shell.Localize("종목", "symbol")).NoWrap());
        foreach (var (_, column) in columns)
            table.AddColumn(new TableColumn(Shell.Localize(column.Label.Ko, column.Label.En)).RightAligned().NoWrap());
        foreach (var symbol in run.Symbols)
            table.AddRow([symbol.Symbol, .. columns.Select(entry => Cell(entry.Figure, entry.Column, symbol))]);
        if (run.Symbols.Count > 1)
        {
            table.AddEmptyRow();
            table.AddRow([Shell.Localize("합계", "total"), .. columns.Select(entry => Cell(entry.Figure, entry.Column, run.Totals))]);
        }

        return table;
    }

    private static string Fee(RunDocument run)
    {
        var rate = run.Account.FeeRate?.ToString("P2", CultureInfo.InvariantCulture) ?? Shell.Localize("날짜별", "by date");
        return run.Account.Costs is { } costs ? $"{rate} ({costs})" : rate;
    }

    private static string Cell(Figure figure, Figure.TableColumn column, FiguresDocument figures) =>
        (figure.Value(figures), figure.Unit) switch
        {
            (null, _) => NoValue,
            ({ } value, FigureUnit.Fraction or FigureUnit.Change) => (value * 100).ToString(
                $"N{column.Digits ?? figure.Digits}",
                CultureInfo.InvariantCulture
            ) + " %",
            ({ } value, FigureUnit.Count or FigureUnit.Money) => value.ToString("N0", CultureInfo.InvariantCulture),
            ({ } value, _) => value.ToString("N2", CultureInfo.InvariantCulture),
        };
}
