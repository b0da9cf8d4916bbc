using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;

namespace Bokgi.Host.PaperTrading.Verification;

/// <summary>
/// Compares the signals and trades of one pair with those of its replay. Fills must be equal; amounts of money may differ by rounding errors.
/// </summary>
internal sealed class TradeComparison(PaperPair pair, List<Difference> differences)
{
    private const double MoneyTolerance = 1e-9; // relative, see IsNear

    public void CompareSignals(IReadOnlyList<SignalRecord> expected, IEnumerable<PaperSignalRow> actual) =>
        CompareByKey(
            expected.ToDictionary(signal => signal.TimeUtc),
            actual.ToDictionary(signal => signal.BarUtc),
            (timeUtc, expectedSignal, actualSignal) =>
            {
                if (expectedSignal?.Signal.Price != actualSignal?.Price || expectedSignal?.Signal.Confidence != actualSignal?.Confidence)
                    Add(
                        DifferenceKind.Signal,
                        timeUtc,
                        Describe(expectedSignal?.Signal.Price, expectedSignal?.Signal.Confidence),
                        Describe(actualSignal?.Price, actualSignal?.Confidence)
                    );
            }
        );

    // At the end of the data, the replay closes the position that is still open. This trade is compared with the session's open position.
    public void CompareTrades(IReadOnlyList<Trade> expected, IEnumerable<PaperTradeRow> actual)
    {
        var openTrade = expected.Count > 0 && expected[^1].ExitReason == ExitReason.EndOfData ? expected[^1] : (Trade?)null;
        CompareOpenPosition(openTrade);
        CompareByKey(
            expected.Take(expected.Count - (openTrade is null ? 0 : 1)).ToDictionary(trade => (long)trade.EntryBar),
            actual.ToDictionary(trade => (long)trade.EntryBar),
            (_, expectedTrade, actualTrade) => CompareClosedTrade(expectedTrade, actualTrade)
        );
    }

    private void CompareOpenPosition(Trade? expected)
    {
        var actual = pair.Position;
        if (
            expected?.EntryTimeUtc != actual?.EntryTimeUtc
            || expected?.EntryPrice != actual?.EntryPrice
            || expected?.Quantity != actual?.Quantity
        )
            Add(
                DifferenceKind.Fill,
                expected?.EntryTimeUtc ?? actual!.Value.EntryTimeUtc,
                expected is { } expectedTrade ? DescribeEntry(expectedTrade.EntryPrice, expectedTrade.Quantity) : null,
                actual is { } actualPosition ? DescribeEntry(actualPosition.EntryPrice, actualPosition.Quantity) : null
            );
    }

    private void CompareClosedTrade(Trade? expected, PaperTradeRow? actual)
    {
        var timeUtc = expected?.EntryTimeUtc ?? actual!.EntryUtc;
        if (!(expected is { } trade && actual is not null && AreSameFills(trade, actual)))
            Add(
                DifferenceKind.Fill,
                timeUtc,
                expected is { } expectedTrade ? Describe(expectedTrade) : null,
                actual is null ? null : Describe(actual)
            );
        else if (!IsNear(trade.Pnl, (double)actual.Pnl, trade) || !IsNear(trade.Fees, (double)(actual.EntryFee + actual.ExitFee), trade))
            Add(
                DifferenceKind.Fee,
                timeUtc,
                FormattableString.Invariant($"pnl {trade.Pnl:R}, fees {trade.Fees:R}"),
                FormattableString.Invariant($"pnl {actual.Pnl}, fees {actual.EntryFee + actual.ExitFee}")
            );
    }

    private static bool AreSameFills(in Trade expected, PaperTradeRow actual) =>
        expected.ExitBar == actual.ExitBar
        && expected.EntryTimeUtc == actual.EntryUtc
        && expected.ExitTimeUtc == actual.ExitUtc
        && expected.EntryPrice == actual.EntryPrice
        && expected.ExitPrice == actual.ExitPrice
        && expected.Quantity == actual.Quantity
        && expected.ExitReason == actual.ExitReason;

    // The tolerance is relative to the amount, or to the value at entry if that is larger: a profit near zero is the difference of two large
    // amounts and has their rounding errors.
    private static bool IsNear(double expected, double actual, in Trade trade) =>
        Math.Abs(expected - actual) <= MoneyTolerance * Math.Max(Math.Abs(expected), trade.Quantity * trade.EntryPrice);

    private static void CompareByKey<TExpected, TActual>(
        Dictionary<long, TExpected> expected,
        Dictionary<long, TActual> actual,
        Action<long, TExpected?, TActual?> compare
    )
        where TExpected : struct
        where TActual : class
    {
        foreach (var key in expected.Keys.Union(actual.Keys).Order())
            compare(key, expected.TryGetValue(key, out var expectedValue) ? expectedValue : null, actual.GetValueOrDefault(key));
    }

    private void Add(DifferenceKind kind, long timeUtc, string? expected, string? actual) =>
        differences.Add(new Difference(kind, pair.Plan.Symbol.Code, pair.Plan.Strategy.Name, UnixTime.Format(timeUtc), expected, actual));

    private static string? Describe(double? price, double? confidence) =>
        price is null ? null : FormattableString.Invariant($"price {price:R}, confidence {confidence:R}");

    private static string DescribeEntry(double price, double quantity) => FormattableString.Invariant($"open, {quantity:R} at {price:R}");

    private static string Describe(in Trade trade) =>
        Describe(trade.Quantity, trade.EntryPrice, trade.ExitTimeUtc, trade.ExitPrice, trade.ExitReason);

    private static string Describe(PaperTradeRow trade) =>
        Describe(trade.Quantity, trade.EntryPrice, trade.ExitUtc, trade.ExitPrice, trade.ExitReason);

    private static string Describe(double quantity, double entryPrice, long exitUtc, double exitPrice, ExitReason reason) =>
        FormattableString.Invariant(
            $"{quantity:R} at {entryPrice:R}, exited {UnixTime.Format(exitUtc)} at {exitPrice:R} ({WireNames.Of(reason)})"
        );
}
