using Bokgi.Performance;

namespace Bokgi.Host.Reports.Html;

internal static class HistogramChart
{
    private const int Height = 190;

    public static void Write(RunReport report, HtmlWriter html)
    {
        var histogram = report.Trades.BuildHistogram();
        var (median, mean) = (report.Run.Totals.MedianReturn, report.Run.Totals.AvgReturn);
        html.Write($"<figure>\n<h2>{ReportTexts.Histogram}</h2>\n<p class=\"note\">");
        html.Write($"{html.Localize(ReportTexts.HistogramNote, ReportNumbers.Percent(histogram.BinWidth, 3))}");
        if (histogram.Below + histogram.Above > 0)
            html.Write(
                $" {html.Localize(ReportTexts.Outliers, ReportNumbers.Count(histogram.Below), ReportNumbers.Count(histogram.Above))}"
            );
        html.Write($"</p>\n<p class=\"legend\">");
        html.Write($"<span class=\"key median\">{ReportTexts.Median} <b>{ReportNumbers.Change(median, 3)}</b></span> ");
        html.Write($"<span class=\"key mean\">{ReportTexts.Mean} <b>{ReportNumbers.Change(mean, 3)}</b></span></p>\n");
        Draw(html, histogram, median, mean);
        html.Write($"</figure>\n");
    }

    private static void Draw(HtmlWriter html, ReturnHistogram histogram, double? median, double? mean)
    {
        var (minimum, maximum, highestCount) = (
            histogram.LowerEdge(0),
            histogram.LowerEdge(histogram.Counts.Count),
            histogram.Counts.Max()
        );
        var plot = new Plot(minimum, maximum, 0, highestCount, Height);
        var wholeCounts = ValueTicks
            .EvenlySpaced(0, highestCount, approximateCount: 5)
            .Where(count => count > 0 && count == Math.Floor(count));
        var range = maximum - minimum;
        // Enough decimals for neighbouring labels to differ.
        var digits =
            range < 0.005 ? 2
            : range < 0.05 ? 1
            : 0;
        plot.Draw(
            html,
            html.Localize(ReportTexts.Histogram),
            [.. wholeCounts.Select(count => (count, ReportNumbers.Count((int)count)))],
            [
                .. ValueTicks
                    .EvenlySpaced(minimum, maximum, approximateCount: 6)
                    .Select(change => (change, ReportNumbers.Change(change, digits))),
            ],
            () =>
            {
                WriteBars(html, plot, histogram);
                WriteMark(html, plot, "median", median);
                WriteMark(html, plot, "mean", mean);
            }
        );
    }

    private static void WriteBars(HtmlWriter html, Plot plot, ReturnHistogram histogram)
    {
        var digits =
            histogram.BinWidth < 0.0002 ? 4
            : histogram.BinWidth < 0.002 ? 3
            : 2;
        for (var bin = 0; bin < histogram.Counts.Count; bin++)
        {
            var (from, to, count) = (histogram.LowerEdge(bin), histogram.LowerEdge(bin + 1), histogram.Counts[bin]);
            var (left, top) = (plot.X(from), plot.Y(count));
            html.Write($"<rect class=\"{(from < 0 ? ReportNumbers.LossClass : ReportNumbers.GainClass)}\" x=\"{left + 0.5}\" y=\"{top}\" ");
            html.Write($"width=\"{plot.X(to) - left - 1}\" height=\"{plot.Bottom - top}\"><title>");
            var (fromLabel, toLabel) = (ReportNumbers.Change(from, digits), ReportNumbers.Change(to, digits));
            html.Write($"{html.Localize(ReportTexts.HistogramBar, fromLabel, toLabel, ReportNumbers.Count(count))}</title></rect>\n");
        }
    }

    private static void WriteMark(HtmlWriter html, Plot plot, string cssClass, double? value)
    {
        if (value is not { } markedValue)
            return;
        var x = plot.X(markedValue);
        html.Write($"<line class=\"mark {cssClass}\" x1=\"{x}\" x2=\"{x}\" y1=\"{Plot.TopMargin - 8}\" y2=\"{plot.Bottom}\" />\n");
    }
}
