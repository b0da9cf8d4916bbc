using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Html;

internal static class QualitySection
{
    private static readonly LocalizedText[] Headings =
    [
        ReportTexts.Market,
        ReportTexts.Rows,
        ReportTexts.Duplicates,
        ReportTexts.OutOfOrder,
        ReportTexts.Invalid,
        ReportTexts.MissingBars,
        ReportTexts.PriceJumps,
        ReportTexts.LargestJump,
    ];

    public static void Write(RunReport report, HtmlWriter html)
    {
        var quality = report
            .ActiveSymbols.Where(symbol => report.Run.Quality.ContainsKey(symbol.Symbol))
            .ToDictionary(symbol => symbol.Symbol, symbol => report.Run.Quality[symbol.Symbol]);
        var faulty = quality.Where(each => IsFaulty(each.Value)).ToList();
        html.Write($"<section class=\"keep\">\n<h2>{ReportTexts.Quality}</h2>\n<p class=\"note\">");
        if (faulty.Count == 0)
        {
            var rows = quality.Values.Sum(each => (long)each.Rows);
            html.Write($"{html.Localize(ReportTexts.NoQualityProblems, ReportNumbers.Count(rows))}</p>\n</section>\n");
            return;
        }

        html.Write($"{ReportTexts.QualityNote}</p>\n");
        html.BeginTable(string.Empty, "scroll", Headings);
        foreach (var (symbol, symbolQuality) in faulty)
        {
            html.Write($"<tr><th scope=\"row\">{symbol}</th>");
            foreach (
                var count in (long?[])
                    [
                        symbolQuality.Rows,
                        symbolQuality.Duplicates,
                        symbolQuality.OutOfOrder,
                        symbolQuality.Invalid,
                        symbolQuality.UnknownBars, // missing for an unknown reason
                        symbolQuality.PriceJumps,
                    ]
            )
                html.Write($"<td>{ReportNumbers.Count(count)}</td>");
            html.Write($"<td>{ReportNumbers.Change(symbolQuality.LargestJump?.Change)}</td></tr>\n");
        }

        html.Write($"</tbody></table></div>\n</section>\n");
    }

    private static bool IsFaulty(QualityDocument symbolQuality) =>
        symbolQuality.Duplicates + symbolQuality.OutOfOrder + symbolQuality.Invalid > 0
        || symbolQuality.UnknownBars > 0 // this and the price jumps are null in runs of earlier versions
        || symbolQuality.PriceJumps > 0;
}
