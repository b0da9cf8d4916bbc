using Bokgi.Performance;

namespace Bokgi.Host.Reports.Html;

internal static class MonthSection
{
    private const int MonthsPerYear = 12;

    // The colour of a cell is one step stronger for each threshold that the absolute return exceeds.
    private static readonly double[] ColourThresholds = [0, 0.01, 0.03, 0.07, 0.15];

    public static void Write(RunReport report, HtmlWriter html)
    {
        html.Write($"<section>\n<h2>{ReportTexts.Months}</h2>\n<p class=\"note\">{ReportTexts.MonthsNote}</p>\n");
        html.Write($"<div class=\"scroll\" tabindex=\"0\"><table class=\"months\"><thead><tr><th>{ReportTexts.Year}</th>");
        foreach (var name in html.Localize(ReportTexts.MonthNames).Split(' '))
            html.Write($"<th>{name}</th>");
        html.Write($"<th>{ReportTexts.Total}</th></tr></thead><tbody>\n");
        foreach (var year in report.MonthlyReturns.GroupBy(month => month.Year))
        {
            html.Write($"<tr><th scope=\"row\">{year.Key}</th>");
            for (var month = 1; month <= MonthsPerYear; month++)
                WriteCell(html, year.Where(each => each.Month == month).Select(each => each.Return).FirstOrDefault());
            WriteCell(html, MonthlyReturn.Compound(year));
            html.Write($"</tr>\n");
        }

        html.Write($"</tbody></table></div>\n</section>\n");
    }

    private static void WriteCell(HtmlWriter html, double? change)
    {
        if (change is not { } value)
            html.Write($"<td></td>");
        else
        {
            html.Write(
                $"<td class=\"{ReportNumbers.SignClass(value)} s{ColourThresholds.Count(threshold => Math.Abs(value) > threshold)}\">"
            );
            html.Write($"{ReportNumbers.Change(value, Math.Abs(value) >= 10 ? 0 : 1)}</td>");
        }
    }
}
