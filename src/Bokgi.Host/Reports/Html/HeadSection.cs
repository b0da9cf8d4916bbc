using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Html;

internal static class HeadSection
{
    private const int ShortCommitLength = 10;
    private const int MaximumOverrides = 50;

    public static void Write(RunReport report, HtmlWriter html)
    {
        var run = report.Run;
        var strategyExists = StrategyCatalogue.TryFind(run.Strategy, out var strategy, out _);
        html.Write($"<header>\n<p class=\"kicker\"><b>Bokgi · 복기</b> {ReportTexts.Kicker}</p>\n<h1>{run.Strategy}</h1>\n");
        if (strategyExists)
            html.Write($"<p class=\"about\">{strategy.Description}</p>\n");
        html.Write($"<p class=\"scope\"><b>{Markets(report.ActiveSymbols, html)}</b><span>{run.Timeframe}</span>");
        html.Write($"<span>{Period(report)} KST</span></p>\n");
        html.Write($"<p class=\"terms\">{Cash(report, html)} · {Execution(report, html)} · {Costs(report, html)}</p>\n");
        if (run.Description is { Length: > 0 } description)
            html.Write($"<p class=\"description\">{description}</p>\n");
        if (run.Tags.Count > 0)
        {
            html.Write($"<p class=\"tags\">");
            foreach (var tag in run.Tags)
                html.Write($"<span>{tag}</span> ");
            html.Write($"</p>\n");
        }

        html.Write($"</header>\n");
    }

    public static void WriteSettings(RunReport report, HtmlWriter html)
    {
        html.Write($"<section class=\"settings\">\n<h2>{ReportTexts.Settings}</h2>\n<div class=\"columns\">\n<dl>\n");
        foreach (var (label, value) in Facts(report, html))
            html.Write($"<div><dt>{label}</dt><dd>{value}</dd></div>\n");
        html.Write($"</dl>\n");
        WriteParameters(report, html);
        html.Write($"</div>\n</section>\n");
    }

    private static IEnumerable<(LocalizedText Label, string Value)> Facts(RunReport report, HtmlWriter html)
    {
        var run = report.Run;
        yield return (ReportTexts.Markets, Markets(report.ActiveSymbols, html));
        if (report.ActiveSymbols.Count < run.Symbols.Count)
            yield return (ReportTexts.InactiveMarkets, Markets(run.Symbols.Where(symbol => !symbol.IsActive), html));
        yield return (ReportTexts.Period, $"{Period(report)} KST");
        yield return (ReportTexts.RequestedPeriod, $"{run.StartDate} – {run.EndDate}");
        yield return (ReportTexts.Candles, html.Localize(ReportTexts.CandleCount, run.Timeframe, ReportNumbers.Count(run.Totals.Bars)));
        yield return (ReportTexts.Warmup, ReportNumbers.Count(run.Warmup));
        yield return (ReportTexts.Cash, Cash(report, html));
        yield return (ReportTexts.Sizing, Sizing(report, html));
        yield return (ReportTexts.Execution, Execution(report, html));
        yield return (ReportTexts.Costs, Costs(report, html));
        yield return (ReportTexts.Stops, Stops(report, html));
        yield return (ReportTexts.RunId, run.RunId);
        yield return (ReportTexts.CreatedAt, CreatedAt(run.Metadata.ExecutionDate));
        var commit = run.Metadata.GitCommit is { } hash ? $" ({hash[..Math.Min(ShortCommitLength, hash.Length)]})" : string.Empty;
        yield return (ReportTexts.Engine, run.Metadata.EngineVersion + commit);
        yield return (ReportTexts.Fingerprint, run.Metadata.DataFingerprint);
    }

    private static void WriteParameters(RunReport report, HtmlWriter html)
    {
        html.Write($"<div class=\"scroll\"><table class=\"parameters\"><caption>{ReportTexts.Parameters}</caption><tbody>\n");
        StrategyCatalogue.TryFind(report.Run.Strategy, out var strategy, out _);
        foreach (var name in report.Run.EffectiveParams.Values.First().Keys)
        {
            var about = strategy?.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Description;
            html.Write($"<tr><th scope=\"row\">{name}<small>{(about is null ? string.Empty : html.Localize(about))}</small></th>");
            html.Write(
                $"<td>{(report.Run.CommonParameter(name) is { } value ? Text(value) : html.Localize(ReportTexts.ByMarket))}</td></tr>\n"
            );
        }

        html.Write($"</tbody></table>\n");
        var overrides = report.Run.Overrides.Where(each => each.Value.Count > 0).ToList();
        if (overrides.Count > 0)
        {
            html.Write(
                $"<p class=\"note\">{ReportTexts.Overrides}: {string.Join("; ", overrides.Take(MaximumOverrides).Select(OverrideText))}"
            );
            html.Write($"{(overrides.Count > MaximumOverrides ? " …" : string.Empty)}</p>\n");
        }
        html.Write($"</div>\n");
    }

    private static string OverrideText(KeyValuePair<string, Dictionary<string, JsonElement>> symbolOverrides) =>
        $"{symbolOverrides.Key} {string.Join(", ", symbolOverrides.Value.Select(each => $"{each.Key} = {Text(each.Value)}"))}";

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string Markets(IEnumerable<SymbolDocument> symbols, HtmlWriter html) =>
        ReportWords.JoinNames(html, symbols.Select(symbol => symbol.Symbol));

    private static string Period(RunReport report) => $"{ReportNumbers.Time(report.Curve.Times[0])} – {ReportNumbers.Time(report.EndUtc)}";

    private static string Cash(RunReport report, HtmlWriter html)
    {
        var cash = $"{ReportNumbers.Money(report.Curve.InitialCash)} {report.Quote}";
        return report.Run.Symbols.Count == 1
            ? cash
            : html.Localize(ReportTexts.CashPerMarket, cash, ReportNumbers.Money(report.Run.InitialCash / report.Run.Symbols.Count));
    }

    private static string Execution(RunReport report, HtmlWriter html) =>
        html.Localize(ReportWords.IsOptimistic(report.Run) ? ReportTexts.SignalClose : ReportTexts.NextOpen);

    private static string Costs(RunReport report, HtmlWriter html)
    {
        var rates = html.Localize(ReportTexts.CostRates, Rules(report, html, AccountRuleGroup.Costs, html.Localize(ReportTexts.FeeByDate)));
        return report.Run.Account.Costs is { } exchange ? $"{rates}, {html.Localize(ReportTexts.ExchangeRules, exchange.Name)}" : rates;
    }

    private static string Sizing(RunReport report, HtmlWriter html)
    {
        var (kind, value) = report.Run.Account.Sizing;
        return kind switch
        {
            SizingKind.QuoteAmount => html.Localize(ReportTexts.QuoteAmount, ReportNumbers.Money(value), report.Quote),
            SizingKind.BaseQuantity => html.Localize(ReportTexts.BaseQuantity, ReportNumbers.Unrounded(value)),
            _ => html.Localize(ReportTexts.EquityFraction, ReportWords.Rate(value)),
        };
    }

    private static string Stops(RunReport report, HtmlWriter html) =>
        Rules(report, html, AccountRuleGroup.Stops, textIfAbsent: null) is { Length: > 0 } stops
            ? stops
            : html.Localize(ReportTexts.NoStops);

    private static string Rules(RunReport report, HtmlWriter html, AccountRuleGroup group, string? textIfAbsent) =>
        ReportWords.FormatRules(AccountRules.Common.Where(rule => rule.Group == group), report.Run.Account, html, textIfAbsent);

    private static string CreatedAt(string executionDate) =>
        KoreanTime.TryParse(executionDate, out var utc, out _) ? $"{ReportNumbers.Time(utc)} KST" : executionDate;
}
