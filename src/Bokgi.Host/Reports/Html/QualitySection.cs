using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Html;

/// <summary>The quality of the candles.</summary>
internal static class QualitySection
{
    public static void Write(RunReport report, HtmlWriter html)
    {
        var quality = report
            .Active.Where(symbol => report.Run.Quality.ContainsKey(symbol.Symbol))
            .ToDictionary(symbol => symbol.Symbol, symbol => report.Run.Quality[symbol.Symbol]);
        var faulty = quality.Where(each => IsFaulty(each.Value)).ToList();
        html.Write($"<section class=\"keep\">\n<h2>{ReportTexts.Quality}</h2>\n<p class=\"note\">");
        if (faulty.Count == 0)
        {
            var rows = quality.Values.Sum(each => (long)each.Rows).ToString("N0", CultureInfo.InvariantCulture);
            html.Write($"{html.Say(ReportTexts.QualityGood, rows)}</p>\n</section>\n");
            return;
        }

        html.Write(
            $"{ReportTexts.QualityNote}</p>\n<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th>{ReportTexts.Market}</th><th>{ReportTexts.Rows}</th>"
        );
        html.Write($"<th>{ReportTexts.Duplicates}</th><th>{ReportTexts.OutOfOrder}</th><th>{ReportTexts.Invalid}</th>");
        html.Write(
            $"<th>{ReportTexts.MissingBars}</th><th>{ReportTexts.PriceJumps}</th><th>{ReportTexts.LargestJump}</th></tr></thead><tbody>\n"
        );
        foreach (var (symbol, found) in faulty)
            WriteRow(html, symbol, found);
        html.Write($"</tbody></table></div>\n</section>\n");
    }

    private static bool IsFaulty(QualityDocument found) =>
        found.Duplicates + found.OutOfOrder + found.Invalid > 0 || found.UnknownBars > 0 || found.PriceJumps > 0;

    private static void WriteRow(HtmlWriter html, string symbol, QualityDocument found)
    {
        html.Write(
            $"<tr><th scope=\"row\">{symbol}</th><td>{ReportNumbers.Count(found.Rows)}</td><td>{ReportNumbers.Count(found.Duplicates)}</td>"
        );
        html.Write($"<td>{ReportNumbers.Count(found.OutOfOrder)}</td><td>{ReportNumbers.Count(found.Invalid)}</td>");
        html.Write(
            $"<td>{Count(found.UnknownBars)}</td><td>{Count(found.PriceJumps)}</td><td>{ReportNumbers.Change(found.LargestJump?.Change)}</td></tr>\n"
        );
    }

    private static string Count(long? bars) => bars?.ToString("N0", CultureInfo.InvariantCulture) ?? ReportNumbers.Nothing;
}
