using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Html;

internal static class FigureSection
{
    private const int LeadingCardCount = 6;
    private const int MinimumTrades = 30; // with fewer, the report warns that the figures depend on chance
    private const int MaximumListedWarnings = 20;

    public static void Write(RunReport report, HtmlWriter html)
    {
        html.Write($"<section class=\"figures\">\n<h2>{ReportTexts.Figures}</h2>\n");
        WriteCards(report.Run.Totals, Figure.All, html);
        WriteWarnings(report, html);
        html.Write($"</section>\n");
    }

    public static void WriteCards(FiguresDocument totals, IEnumerable<Figure> figures, HtmlWriter html)
    {
        var cards = figures.Where(figure => figure.Card is not null).OrderBy(figure => figure.Card!.Order).ToList();
        WriteCards(totals, cards.Take(LeadingCardCount), html, "cards leading");
        WriteCards(totals, cards.Skip(LeadingCardCount), html, "cards");
    }

    private static void WriteCards(FiguresDocument totals, IEnumerable<Figure> figures, HtmlWriter html, string cssClass)
    {
        html.Write($"<dl class=\"{cssClass}\">\n");
        foreach (var figure in figures)
        {
            var value = figure.Value(totals);
            var sign = figure.HasSign ? ReportNumbers.SignClass(value) : "z"; // "z" has no colour
            html.Write($"<div><dt>{figure.Card!.Label}</dt><dd class=\"{sign}\">{ReportWords.TextOf(figure, value, html)}</dd>");
            html.Write($"<dd class=\"meaning\">{figure.Meaning}</dd></div>\n");
        }

        html.Write($"</dl>\n");
    }

    private static void WriteWarnings(RunReport report, HtmlWriter html)
    {
        var warnings = FindWarnings(report, html).ToList();
        if (warnings.Count == 0)
            return;
        html.Write($"<div class=\"warnings\"><h3>{ReportTexts.Warnings}</h3><ul>\n");
        foreach (var warning in warnings)
            html.Write($"<li>{warning}</li>\n");
        html.Write($"</ul></div>\n");
    }

    private static IEnumerable<string> FindWarnings(RunReport report, HtmlWriter html)
    {
        var totals = report.Run.Totals;
        if (totals.Trades is > 0 and < MinimumTrades)
            yield return html.Localize(ReportTexts.FewTrades, ReportNumbers.Count(totals.Trades));
        if (totals.Unfilled > 0)
            yield return html.Localize(ReportTexts.Unfilled, ReportNumbers.Count(totals.Unfilled));
        if (totals.TooSmall > 0)
            yield return html.Localize(ReportTexts.TooSmall, ReportNumbers.Count(totals.TooSmall));
        if (ReportWords.IsOptimistic(report.Run))
            yield return html.Localize(ReportTexts.Optimistic);
        var skipped = RunWarnings.SkippedSymbols(report.Run).ToList();
        string[] withoutCandles = [.. skipped.Where(symbol => symbol.Invalid == 0).Select(symbol => symbol.Symbol)];
        if (withoutCandles.Length > 0)
            yield return html.Localize(ReportTexts.SymbolsWithoutCandles, ReportWords.JoinNames(html, withoutCandles));
        foreach (var symbol in skipped.Where(symbol => symbol.Invalid > 0))
            yield return html.Localize(RunWarnings.Of(symbol));
        var serious = RunWarnings.SeriousWarnings(report.Run).ToList();
        foreach (var warning in serious.Take(MaximumListedWarnings))
            yield return html.Localize(warning);
        if (serious.Count > MaximumListedWarnings)
            yield return html.Localize(ReportTexts.MoreWarnings, ReportNumbers.Count(serious.Count - MaximumListedWarnings));
    }
}
