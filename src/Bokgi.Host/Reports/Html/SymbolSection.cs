using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Html;

internal static class SymbolSection
{
    private const int MaximumInOneTable = 50;
    private const int ExtremeCount = MaximumInOneTable / 2; // symbols in the table of the best, and in that of the worst

    private static readonly (LocalizedText Label, Figure Figure)[] Columns =
    [
        (ReportTexts.Return, Figure.Get("total_return")),
        (ReportTexts.BuyAndHold, Figure.Get("buy_and_hold_return")),
        (ReportTexts.Drawdown, Figure.Get("max_drawdown")),
        (ReportTexts.Sharpe, Figure.Get("sharpe")),
        (ReportTexts.Trades, Figure.Get("trades")),
        (ReportTexts.WinRate, Figure.Get("win_rate")),
        (ReportTexts.AverageReturn, Figure.Get("avg_return")),
        (ReportTexts.ProfitFactor, Figure.Get("profit_factor")),
        (ReportTexts.Exposure, Figure.Get("exposure")),
    ];

    public static void Write(RunReport report, HtmlWriter html)
    {
        if (report.ActiveSymbols.Count < 2)
            return;
        // Symbols without a return come last.
        SymbolDocument[] ordered = [.. report.ActiveSymbols.OrderByDescending(symbol => symbol.TotalReturn ?? double.NegativeInfinity)];
        html.Write($"<section>\n<h2>{ReportTexts.BySymbol}</h2>\n<p class=\"note\">{ReportTexts.SymbolsOrder}</p>\n");
        if (ordered.Length <= MaximumInOneTable)
            WriteTable(html, title: null, ordered);
        else
        {
            WriteTable(html, Title(html, ReportTexts.BestSymbols, ExtremeCount), ordered.AsSpan(..ExtremeCount));
            WriteTable(html, Title(html, ReportTexts.WorstSymbols, ExtremeCount), ordered.AsSpan(^ExtremeCount..));
            html.Write($"<details><summary>{Title(html, ReportTexts.OtherSymbols, ordered.Length - MaximumInOneTable)}</summary>\n");
            WriteTable(html, title: null, ordered.AsSpan(ExtremeCount..^ExtremeCount));
            html.Write($"</details>\n");
        }

        html.Write($"</section>\n");
    }

    private static string Title(HtmlWriter html, LocalizedText title, int count) => html.Localize(title, ReportNumbers.Count(count));

    private static void WriteTable(HtmlWriter html, string? title, ReadOnlySpan<SymbolDocument> symbols)
    {
        if (title is not null)
            html.Write($"<h3>{title}</h3>\n");
        html.BeginTable("symbols", "scroll", [ReportTexts.Market, .. Columns.Select(column => column.Label)]);
        foreach (var symbol in symbols)
        {
            html.Write($"<tr><th scope=\"row\">{symbol.Symbol}</th>");
            foreach (var (_, figure) in Columns)
            {
                var value = figure.Value(symbol);
                html.Write($"<td");
                if (figure.HasSign)
                    html.Write($" class=\"{ReportNumbers.SignClass(value)}\"");
                html.Write($">{ReportWords.TextOf(figure, value, html)}</td>");
            }

            html.Write($"</tr>\n");
        }

        html.Write($"</tbody></table></div>\n");
    }
}
