using Bokgi.Host.Runs.Documents;
using Bokgi.Markets;

namespace Bokgi.Host.Reports.Html;

/// <summary>The active symbols, best first; if there are many, the best and the worst, with the others collapsed.</summary>
internal static class SymbolSection
{
    private const int MostAtOnce = 50;
    private const int Extremes = MostAtOnce / 2;

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
        html.Write(
            $"<div class=\"scroll\" tabindex=\"0\"><table class=\"symbols\"><thead><tr><th>{ReportTexts.Market}</th><th>{ReportTexts.Return}</th><th>{ReportTexts.BuyAndHold}</th>"
        );
        html.Write(
            $"<th>{ReportTexts.Drawdown}</th><th>{ReportTexts.Sharpe}</th><th>{ReportTexts.Trades}</th><th>{ReportTexts.WinRate}</th>"
        );
        html.Write(
            $"<th>{ReportTexts.AverageReturn}</th><th>{ReportTexts.ProfitFactor}</th><th>{ReportTexts.Exposure}</th></tr></thead><tbody>\n"
        );
        foreach (var symbol in symbols)
            WriteRow(html, symbol);
        html.Write($"</tbody></table></div>\n");
    }

    private static void WriteRow(HtmlWriter html, SymbolDocument symbol)
    {
        html.Write(
            $"<tr><th scope=\"row\">{symbol.Symbol}</th><td class=\"{ReportNumbers.Sign(symbol.TotalReturn)}\">{ReportNumbers.Change(symbol.TotalReturn)}</td>"
        );
        html.Write($"<td class=\"{ReportNumbers.Sign(symbol.BuyAndHoldReturn)}\">{ReportNumbers.Change(symbol.BuyAndHoldReturn)}</td>");
        html.Write(
            $"<td>{ReportNumbers.Percent(symbol.MaxDrawdown)}</td><td>{ReportNumbers.Ratio(symbol.Sharpe)}</td><td>{ReportNumbers.Count(symbol.Trades)}</td>"
        );
        html.Write(
            $"<td>{ReportNumbers.Percent(symbol.WinRate, 1)}</td><td class=\"{ReportNumbers.Sign(symbol.AvgReturn)}\">{ReportNumbers.Change(symbol.AvgReturn, 3)}</td>"
        );
        html.Write($"<td>{ReportNumbers.Ratio(symbol.ProfitFactor)}</td><td>{ReportNumbers.Percent(symbol.Exposure, 1)}</td></tr>\n");
    }
}
