using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Html;

internal static class SymbolSection
{
    private const int MostAtOnce = 50;
    private const int Extremes = MostAtOnce / 2;

    private static readonly (LocalizedText Label, Figure Figure)[] Columns =
    [
        (ReportTexts.Return, Figure.Of("total_return")),
        (ReportTexts.BuyAndHold, Figure.Of("buy_and_hold_return")),
        (ReportTexts.Drawdown, Figure.Of("max_drawdown")),
        (ReportTexts.Sharpe, Figure.Of("sharpe")),
        (ReportTexts.Trades, Figure.Of("trades")),
        (ReportTexts.WinRate, Figure.Of("win_rate")),
        (ReportTexts.AverageReturn, Figure.Of("avg_return")),
        (ReportTexts.ProfitFactor, Figure.Of("profit_factor")),
        (ReportTexts.Exposure, Figure.Of("exposure")),
    ];

    public static void Write(RunReport report, HtmlWriter html)
    {
        if (report.Active.Count < 2)
            return;
        // Symbols without a return come last.
        SymbolDocument[] ordered = [.. report.Active.OrderByDescending(symbol => symbol.TotalReturn ?? double.NegativeInfinity)];
        html.Write($"<section>\n<h2>{ReportTexts.BySymbol}</h2>\n<p class=\"note\">{ReportTexts.SymbolsOrder}</p>\n");
        if (ordered.Length <= MostAtOnce)
            WriteTable(html, null, ordered);
        else
        {
            WriteTable(html, Titled(html, ReportTexts.BestSymbols, Extremes), ordered.AsSpan(..Extremes));
            WriteTable(html, Titled(html, ReportTexts.WorstSymbols, Extremes), ordered.AsSpan(^Extremes..));
            html.Write($"<details><summary>{Titled(html, ReportTexts.OtherSymbols, ordered.Length - MostAtOnce)}</summary>\n");
            WriteTable(html, null, ordered.AsSpan(Extremes..^Extremes));
            html.Write($"</details>\n");
        }

        html.Write($"</section>\n");
    }

    private static string Titled(HtmlWriter html, LocalizedText title, int count) => html.Say(title, ReportNumbers.Count(count));

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
                    html.Write($" class=\"{ReportNumbers.Sign(value)}\"");
                html.Write($">{ReportWords.Of(figure, value, html)}</td>");
            }

            html.Write($"</tr>\n");
        }

        html.Write($"</tbody></table></div>\n");
    }
}
