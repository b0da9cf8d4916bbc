using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Html;

/// <summary>Formats values of a run in words, in the language of the report.</summary>
internal static class ReportWords
{
    private const int MaximumListed = 12;
    private const double Minute = 60; // these three in seconds
    private const double Hour = 60 * Minute;
    private const double Day = 24 * Hour;

    public static string TextOf(Figure figure, double? value, HtmlWriter html) =>
        figure.Unit switch
        {
            FigureUnit.Fraction => ReportNumbers.Percent(value, figure.Digits),
            FigureUnit.Change => ReportNumbers.Change(value, figure.Digits),
            FigureUnit.Count => ReportNumbers.Count((long?)value),
            FigureUnit.Money => ReportNumbers.Money(value),
            FigureUnit.Gain => ReportNumbers.Gain(value),
            FigureUnit.Seconds => Duration(html, value),
            _ => ReportNumbers.Ratio(value),
        };

    /// <summary>
    /// Lists the rules whose value is a number, always a fraction, as percentages: "stop loss 2%, take profit 3%". A rule without a value is
    /// shown with <paramref name="textIfAbsent"/>, or left out if that is null.
    /// </summary>
    public static string FormatRules(IEnumerable<AccountRule> rules, AccountSettings account, HtmlWriter html, string? textIfAbsent) =>
        string.Join(
            ", ",
            from rule in rules
            where rule.Kind == AccountRuleKind.Number
            let value = rule.Get!(account) is double rate ? Rate(rate) : textIfAbsent
            where value is not null
            select $"{html.Localize(rule.Label)} {value}"
        );

    /// <summary>A fraction that a user gave, with all its digits.</summary>
    public static string Rate(double fraction) => (fraction * 100).ToString("0.######", CultureInfo.InvariantCulture) + "%";

    public static string Duration(HtmlWriter html, double? seconds) =>
        seconds switch
        {
            null => ReportNumbers.NoValue,
            >= 2 * Day => html.Localize(ReportTexts.Days, Amount(seconds.Value / Day)),
            >= Hour => html.Localize(ReportTexts.Hours, Amount(seconds.Value / Hour)),
            _ => html.Localize(ReportTexts.Minutes, Amount(seconds.Value / Minute)),
        };

    public static string JoinNames(HtmlWriter html, IEnumerable<string> symbols)
    {
        string[] all = [.. symbols];
        var named = string.Join(", ", all.Take(MaximumListed));
        return all.Length > MaximumListed
            ? html.Localize(ReportTexts.MoreMarkets, named, ReportNumbers.Count(all.Length - MaximumListed))
            : named;
    }

    public static LocalizedText TextOf(ExitReason reason) =>
        reason switch
        {
            ExitReason.Hold => ReportTexts.HoldExpired,
            ExitReason.StopLoss => ReportTexts.StopLoss,
            ExitReason.TakeProfit => ReportTexts.TakeProfit,
            ExitReason.TrailingStop => ReportTexts.TrailingStop,
            ExitReason.EndOfData => ReportTexts.EndOfData,
            ExitReason.ByHand => ReportTexts.ClosedByHand,
            ExitReason.SessionEnd => ReportTexts.SessionEnded,
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "a reason without a name"),
        };

    public static bool IsOptimistic(RunDocument run) => run.Account.Execution == Execution.SignalClose;

    private static string Amount(double value) => value.ToString(value >= 100 ? "#,0" : "0.#", CultureInfo.InvariantCulture);
}
