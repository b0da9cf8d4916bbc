using Bokgi.Host.Reports.Charts;

namespace Bokgi.Host.Reports.Html;

internal static class CurveSection
{
    private const double MinimumLogarithmicRatio = 5; // highest value divided by the lowest; above this ratio, the scale is logarithmic
    private const double Margin = 0.04; // above and below the curve, as a fraction of the height
    private const double MinimumDepth = 0.001; // smallest length of the drawdown axis, as a fraction of equity
    private const int EquityHeight = 240;
    private const int UnderwaterHeight = 110;

    public static void Write(RunReport report, HtmlWriter html)
    {
        WriteEquity(report, html);
        WriteUnderwater(report, html);
        WriteDrawdowns(report, html);
    }

    private static void WriteEquity(RunReport report, HtmlWriter html)
    {
        var curve = report.Curve;
        var plot = EquityPlot(curve, report);
        html.Write($"<section>\n<figure>\n<h2>{ReportTexts.Equity}</h2>\n<p class=\"note\">{ReportTexts.EquityNote} ");
        html.Write($"{(plot.IsLogarithmic ? html.Localize(ReportTexts.Logarithmic) : string.Empty)}</p>\n");
        html.Write($"<p class=\"legend\"><span class=\"key strategy\">{ReportTexts.Strategy} ");
        html.Write($"<b>{FormatOutcome(curve.Equity, curve, report)}</b></span> ");
        if (curve.BuyAndHold is { } buyAndHold)
            html.Write($"<span class=\"key held\">{ReportTexts.BuyAndHold} <b>{FormatOutcome(buyAndHold, curve, report)}</b></span>");
        html.Write($"</p>\n");
        var ticks = plot.IsLogarithmic
            ? ValueTicks.Logarithmic(plot.BottomValue, plot.TopValue)
            : ValueTicks.EvenlySpaced(plot.BottomValue, plot.TopValue, approximateCount: 5);
        plot.Draw(
            html,
            html.Localize(ReportTexts.Equity),
            [.. ticks.Select(tick => (tick, ReportNumbers.Money(tick)))],
            TimeAxisTicks(report),
            () =>
            {
                if (curve.BuyAndHold is { } line)
                    DrawCurve(html, plot, "held", report, curve.InitialCash, line, isArea: false);
                DrawCurve(html, plot, "strategy", report, curve.InitialCash, curve.Equity, isArea: false);
            }
        );
        if (curve.BuyAndHold is null)
            html.Write($"<p class=\"note\">{ReportTexts.NoBuyAndHold}</p>\n");
        if (curve.Warning is { } warning)
            html.Write($"<p class=\"note\">{warning}</p>\n");
        html.Write($"</figure>\n");
    }

    private static Plot EquityPlot(RunCurve curve, RunReport report)
    {
        var (minimum, maximum) = (curve.InitialCash, curve.InitialCash);
        foreach (var i in report.DrawnPoints)
        {
            minimum = Math.Min(minimum, Math.Min(curve.Equity[i], curve.BuyAndHold?[i] ?? minimum));
            maximum = Math.Max(maximum, Math.Max(curve.Equity[i], curve.BuyAndHold?[i] ?? maximum));
        }

        var isLogarithmic = minimum > 0 && maximum / minimum > MinimumLogarithmicRatio;
        // The margin of a flat line must be above 0, or the axis would have no length.
        var margin = isLogarithmic ? Math.Pow(maximum / minimum, Margin) : Math.Max((maximum - minimum) * Margin, maximum * 1e-6);
        (minimum, maximum) = isLogarithmic ? (minimum / margin, maximum * margin) : (minimum - margin, maximum + margin);
        return new Plot(curve.Times[0], report.EndUtc, minimum, maximum, EquityHeight, isLogarithmic);
    }

    private static IReadOnlyList<(double Value, string Label)> TimeAxisTicks(RunReport report) =>
        [.. TimeTicks.Between(report.Curve.Times[0], report.EndUtc).Select(tick => ((double)tick.Utc, tick.Label))];

    // The line starts at the value at the first open and has a point at the end of each bar; an area is closed at the starting value.
    private static void DrawCurve(HtmlWriter html, Plot plot, string cssClass, RunReport report, double start, double[] values, bool isArea)
    {
        html.Write($"<path class=\"{cssClass}\" d=\"M0 {plot.Y(start)}");
        foreach (var i in report.DrawnPoints)
            html.Write($"L{plot.X(report.Timeframe.EndOf(report.Curve.Times[i]))} {plot.Y(values[i])}");
        if (isArea)
            html.Write($"L{Plot.Width} {plot.Y(start)}Z");
        html.Write($"\" />\n");
    }

    private static string FormatOutcome(double[] line, RunCurve curve, RunReport report) =>
        $"{ReportNumbers.Money(line[^1])} {report.Quote} ({ReportNumbers.Change((line[^1] / curve.InitialCash) - 1)})";

    private static void WriteUnderwater(RunReport report, HtmlWriter html)
    {
        var deepest = Math.Max(report.Curve.Drawdown.Max(), MinimumDepth);
        var plot = new Plot(report.Curve.Times[0], report.EndUtc, -deepest * (1 + Margin), TopValue: 0, UnderwaterHeight);
        html.Write($"<figure>\n<h2>{ReportTexts.Underwater}</h2>\n<p class=\"note\">{ReportTexts.UnderwaterNote}</p>\n");
        plot.Draw(
            html,
            html.Localize(ReportTexts.Underwater),
            [
                .. ValueTicks
                    .EvenlySpaced(plot.BottomValue, maximum: 0, approximateCount: 3)
                    .Select(tick => (tick, ReportNumbers.Percent(tick, digits: deepest < 0.02 ? 2 : 0))),
            ],
            TimeAxisTicks(report),
            () => DrawCurve(html, plot, "water", report, start: 0, Array.ConvertAll(report.Curve.Drawdown, loss => -loss), isArea: true)
        );
        html.Write($"</figure>\n");
    }

    private static void WriteDrawdowns(RunReport report, HtmlWriter html)
    {
        html.Write($"<div class=\"keep\">\n<h3>{ReportTexts.DeepestDrawdowns}</h3>\n");
        if (report.Drawdowns.Count == 0)
            html.Write($"<p class=\"note\">{ReportTexts.NoDrawdowns}</p>\n");
        else
        {
            html.BeginTable(
                "drawdowns",
                "scroll",
                [
                    ReportTexts.DrawdownDepth,
                    ReportTexts.DrawdownPeak,
                    ReportTexts.DrawdownTrough,
                    ReportTexts.DrawdownRecovery,
                    ReportTexts.DrawdownLength,
                ]
            );
            foreach (var (depth, peak, trough, end, isRecovered) in report.Drawdowns)
            {
                var recoveryText = isRecovered ? ReportNumbers.Time(end) : html.Localize(ReportTexts.NotRecovered);
                html.Write($"<tr><td class=\"{ReportNumbers.LossClass}\">{ReportNumbers.Change(-depth)}</td>");
                html.Write($"<td>{ReportNumbers.Time(peak)}</td><td>{ReportNumbers.Time(trough)}</td><td>{recoveryText}</td>");
                html.Write($"<td>{ReportWords.Duration(html, (end - peak) / 1e6)}</td></tr>\n");
            }

            html.Write($"</tbody></table></div>\n");
        }

        html.Write($"</div>\n</section>\n");
    }
}
