using Bokgi.Performance;

namespace Bokgi.Host.Reports.Html;

/// <summary>The trades: distribution, exit reasons, the best and the worst, and the full list.</summary>
internal static class TradeSection
{
    // The style sheet hides further rows in print.
    private const int Printed = 200;

    public static void WriteSummary(RunReport report, HtmlWriter html)
    {
        if (report.Trades.Count == 0)
        {
            html.Write($"<section>\n<h2>{ReportTexts.Trades}</h2>\n<p class=\"note\">{ReportTexts.NoTrades}</p>\n</section>\n");
            return;
        }

        html.Write($"<section>\n");
        HistogramChart.Write(report, html);
        WriteReasons(report, html);
        var streaks = report.Trades.Streaks();
        html.Write($"<div class=\"keep\">\n<h2>{ReportTexts.Extremes}</h2>\n<p class=\"note\">");
        html.Write($"{html.Say(ReportTexts.Streaks, ReportNumbers.Count(streaks.Wins), ReportNumbers.Count(streaks.Losses))}</p>\n");
        html.Write($"<div class=\"scroll\" tabindex=\"0\"><table class=\"trades\">");
        WriteHead(report, html);
        html.Write($"<tbody>\n<tr><th class=\"group\" colspan=\"9\">{ReportTexts.Best}</th></tr>\n");
        WriteRows(html, report.Trades.Best());
        html.Write($"</tbody><tbody>\n<tr><th class=\"group\" colspan=\"9\">{ReportTexts.Worst}</th></tr>\n");
        WriteRows(html, report.Trades.Worst());
        html.Write($"</tbody></table></div>\n</div>\n</section>\n");
    }

    public static void WriteList(RunReport report, HtmlWriter html)
    {
        if (report.Trades.Count == 0)
            return;
        var shown = report.Trades.Earliest();
        html.Write($"<section>\n<h2>{ReportTexts.AllTrades}</h2>\n<p class=\"note\">");
        var count = ReportNumbers.Count(report.Trades.Count);
        if (shown.Count < report.Trades.Count)
            html.Write(
                $"{html.Say(ReportTexts.TradesCut, count, ReportNumbers.Count(shown.Count), $"/api/backtests/{report.Run.RunId}/trades?format=csv")}"
            );
        else
            html.Write($"{html.Say(ReportTexts.TradesShown, count)}");
        html.Write($"</p>\n");
        if (shown.Count > Printed)
            html.Write($"<p class=\"note paper\">{html.Say(ReportTexts.PrintCut, ReportNumbers.Count(Printed))}</p>\n");
        html.Write($"<details open=\"open\"><summary>{ReportTexts.ShowTrades}</summary>\n");
        html.Write($"<div class=\"scroll tall\" tabindex=\"0\"><table class=\"trades all\">");
        WriteHead(report, html);
        html.Write($"<tbody>\n");
        WriteRows(html, shown);
        html.Write($"</tbody></table></div>\n</details>\n</section>\n");
    }

    private static void WriteReasons(RunReport report, HtmlWriter html)
    {
        html.Write(
            $"<div class=\"keep\">\n<h2>{ReportTexts.Reasons}</h2>\n<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th>{ReportTexts.Reason}</th>"
        );
        html.Write($"<th>{ReportTexts.Trades}</th><th>{ReportTexts.WinRate}</th><th>{ReportTexts.AverageReturn}</th>");
        html.Write($"<th>{ReportTexts.Pnl} ({report.Quote})</th><th>{ReportTexts.AverageHold}</th></tr></thead><tbody>\n");
        foreach (var (reason, figures) in report.Trades.Reasons)
            WriteReason(html, html.Say(ReportWords.Of(reason)), figures);
        html.Write($"</tbody></table></div>\n</div>\n");
    }

    private static void WriteReason(HtmlWriter html, string name, TradeFigures figures)
    {
        html.Write(
            $"<tr><th scope=\"row\">{name}</th><td>{ReportNumbers.Count(figures.Count)}</td><td>{ReportNumbers.Percent(figures.WinRate, 1)}</td>"
        );
        html.Write($"<td class=\"{ReportNumbers.Sign(figures.AverageReturn)}\">{ReportNumbers.Change(figures.AverageReturn, 3)}</td>");
        html.Write($"<td class=\"{ReportNumbers.Sign(figures.TotalPnl)}\">{ReportNumbers.Gain(figures.TotalPnl)}</td>");
        html.Write($"<td>{ReportWords.Duration(html, figures.AverageHoldSeconds)}</td></tr>\n");
    }

    private static void WriteHead(RunReport report, HtmlWriter html)
    {
        html.Write(
            $"<thead><tr><th>{ReportTexts.Market}</th><th>{ReportTexts.Entry}</th><th>{ReportTexts.Exit}</th><th>{ReportTexts.EntryPrice}</th>"
        );
        html.Write($"<th>{ReportTexts.ExitPrice}</th><th>{ReportTexts.Quantity}</th><th>{ReportTexts.Return}</th>");
        html.Write($"<th>{ReportTexts.Pnl} ({report.Quote})</th><th>{ReportTexts.Reason}</th></tr></thead>");
    }

    // Rows are kept short because there are thousands: the class is on the row, not on its cells.
    private static void WriteRows(HtmlWriter html, IEnumerable<TradeDigest.NumberedTrade> trades)
    {
        foreach (var (_, symbol, trade) in trades)
        {
            html.Write($"<tr class=\"{ReportNumbers.Sign(trade.Pnl)}\"><td>{symbol}</td><td>{ReportNumbers.Time(trade.EntryTimeUtc)}</td>");
            html.Write($"<td>{ReportNumbers.Time(trade.ExitTimeUtc)}</td><td>{ReportNumbers.Price(trade.EntryPrice)}</td>");
            html.Write($"<td>{ReportNumbers.Price(trade.ExitPrice)}</td><td>{ReportNumbers.Price(trade.Quantity)}</td>");
            html.Write(
                $"<td>{ReportNumbers.Change(trade.Return)}</td><td>{ReportNumbers.Gain(trade.Pnl)}</td><td>{ReportWords.Of(trade.ExitReason)}</td></tr>\n"
            );
        }
    }
}
