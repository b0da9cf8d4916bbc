namespace Bokgi.Host.Reports.Html;

internal static class TradeSection
{
    // When the page is printed, the style sheet hides the rows beyond this number.
    private const int PrintedRows = 200;

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
        var streaks = report.Trades.FindStreaks();
        html.Write($"<div class=\"keep\">\n<h2>{ReportTexts.BestAndWorstTrades}</h2>\n<p class=\"note\">");
        html.Write($"{html.Localize(ReportTexts.Streaks, ReportNumbers.Count(streaks.Wins), ReportNumbers.Count(streaks.Losses))}</p>\n");
        html.BeginTable("trades", "scroll", Headings(report));
        html.Write($"<tr><th class=\"group\" colspan=\"9\">{ReportTexts.Best}</th></tr>\n");
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
        {
            var address = $"/api/backtests/{report.Run.RunId}/trades?format=csv";
            html.Write($"{html.Localize(ReportTexts.TradesTruncated, count, ReportNumbers.Count(shown.Count), address)}");
        }
        else
            html.Write($"{html.Localize(ReportTexts.TradesShown, count)}");
        html.Write($"</p>\n");
        if (shown.Count > PrintedRows)
            html.Write($"<p class=\"note paper\">{html.Localize(ReportTexts.PrintTruncated, ReportNumbers.Count(PrintedRows))}</p>\n");
        html.Write($"<details open=\"open\"><summary>{ReportTexts.ShowTrades}</summary>\n");
        html.BeginTable("trades all", "scroll tall", Headings(report));
        WriteRows(html, shown);
        html.Write($"</tbody></table></div>\n</details>\n</section>\n");
    }

    private static void WriteReasons(RunReport report, HtmlWriter html)
    {
        html.Write($"<div class=\"keep\">\n<h2>{ReportTexts.Reasons}</h2>\n");
        html.BeginTable(
            string.Empty,
            "scroll",
            [
                ReportTexts.Reason,
                ReportTexts.Trades,
                ReportTexts.WinRate,
                ReportTexts.AverageReturn,
                PnlIn(report.Quote),
                ReportTexts.AverageHold,
            ]
        );
        foreach (var (reason, figures) in report.Trades.FiguresByReason)
        {
            html.Write($"<tr><th scope=\"row\">{ReportWords.TextOf(reason)}</th><td>{ReportNumbers.Count(figures.Count)}</td>");
            html.Write($"<td>{ReportNumbers.Percent(figures.WinRate, 1)}</td>");
            html.Write(
                $"<td class=\"{ReportNumbers.SignClass(figures.AverageReturn)}\">{ReportNumbers.Change(figures.AverageReturn, 3)}</td>"
            );
            html.Write($"<td class=\"{ReportNumbers.SignClass(figures.TotalPnl)}\">{ReportNumbers.Gain(figures.TotalPnl)}</td>");
            html.Write($"<td>{ReportWords.Duration(html, figures.AverageHoldSeconds)}</td></tr>\n");
        }

        html.Write($"</tbody></table></div>\n</div>\n");
    }

    private static LocalizedText PnlIn(string quote) => new($"{ReportTexts.Pnl.Ko} ({quote})", $"{ReportTexts.Pnl.En} ({quote})");

    private static LocalizedText[] Headings(RunReport report) =>
        [
            ReportTexts.Market,
            ReportTexts.Entry,
            ReportTexts.Exit,
            ReportTexts.EntryPrice,
            ReportTexts.ExitPrice,
            ReportTexts.Quantity,
            ReportTexts.Return,
            PnlIn(report.Quote),
            ReportTexts.Reason,
        ];

    // Rows are kept short because there are thousands: the class is on the row, not on its cells.
    private static void WriteRows(HtmlWriter html, IEnumerable<TradeDigest.NumberedTrade> trades)
    {
        foreach (var (_, symbol, trade) in trades)
        {
            html.Write(
                $"<tr class=\"{ReportNumbers.SignClass(trade.Pnl)}\"><td>{symbol}</td><td>{ReportNumbers.Time(trade.EntryTimeUtc)}</td>"
            );
            html.Write($"<td>{ReportNumbers.Time(trade.ExitTimeUtc)}</td><td>{ReportNumbers.Price(trade.EntryPrice)}</td>");
            html.Write($"<td>{ReportNumbers.Price(trade.ExitPrice)}</td><td>{ReportNumbers.Price(trade.Quantity)}</td>");
            html.Write($"<td>{ReportNumbers.Change(trade.Return)}</td><td>{ReportNumbers.Gain(trade.Pnl)}</td>");
            html.Write($"<td>{ReportWords.TextOf(trade.ExitReason)}</td></tr>\n");
        }
    }
}
