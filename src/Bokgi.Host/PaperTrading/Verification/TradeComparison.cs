using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;

namespace Bokgi.Host.PaperTrading.Verification;

/// <summary>Compares a pair's results with its replay: signals and fills exactly, money to a relative 1e-9.</summary>
internal sealed class TradeComparison(PaperPair pair, List<Difference> differences)
{
    private const double MoneyTolerance = 1e-9;

    public void CompareSignals(IReadOnlyList<SignalRecord> expected, IEnumerable<PaperSignalRow> actual) =>
        CompareByKey(
            expected.ToDictionary(signal => signal.TimeUtc),
            actual.ToDictionary(signal => signal.BarUtc),
            (timeUtc, one, other) =>
            {
                if (one?.Signal.Price != other?.Price || one?.Signal.Confidence != other?.Confidence)
                    Add(
                        DifferenceKind.Signal,
                        timeUtc,
                        Text(one?.Signal.Price, one?.Signal.Confidence),
                        Text(other?.Price, other?.Confidence)
                    );
            }
        );

    // The replay closes a position left open at the end of the data, so that trade is compared with the session's open position.
    public void CompareTrades(IReadOnlyList<Trade> expected, IEnumerable<PaperTradeRow> actual)
    {
        var open = expected.Count > 0 && expected[^1].ExitReason == ExitReason.EndOfData ? expected[^1] : (Trade?)null;
        CompareOpen(open);
        CompareByKey(
            expected.Take(expected.Count - (open is null ? 0 : 1)).ToDictionary(trade => (long)trade.EntryBar),
            actual.ToDictionary(trade => (long)trade.EntryBar),
            (_, one, other) => CompareClosed(one, other)
        );
    }

    private void CompareOpen(Trade? expected)
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
                expected is { } one ? EntryText(one.EntryPrice, one.Quantity) : null,
                actual is { } other ? EntryText(other.EntryPrice, other.Quantity) : null
            );
    }

    private void CompareClosed(Trade? expected, PaperTradeRow? actual)
    {
        var timeUtc = expected?.EntryTimeUtc ?? actual!.EntryUtc;
        if (expected is not { } trade || actual is null || !AreSameFills(trade, actual))
            Add(DifferenceKind.Fill, timeUtc, expected is { } one ? Text(one) : null, actual is null ? null : Text(actual));
        else if (!IsNear(trade.Pnl, (double)actual.Pnl, trade) || !IsNear(trade.Fees, (double)(actual.EntryFee + actual.ExitFee), trade))
            Add(
                DifferenceKind.Fee,
                timeUtc,
                FormattableString.Invariant($"pnl {trade.Pnl:R}, fees {trade.Fees:R}"),
                FormattableString.Invariant($"pnl {actual.Pnl}, fees {actual.EntryFee + actual.ExitFee}")
            );
    }

    private static bool AreSameFills(in Trade one, PaperTradeRow other) =>
        one.ExitBar == other.ExitBar
        && one.EntryTimeUtc == other.EntryUtc
        && one.ExitTimeUtc == other.ExitUtc
        && one.EntryPrice == other.EntryPrice
        && one.ExitPrice == other.ExitPrice
        && one.Quantity == other.Quantity
        && one.ExitReason == other.ExitReason;

    // Relative to the cost, because even a profit near zero has the rounding error of the amounts that it is the difference of.
    private static bool IsNear(double one, double other, in Trade trade) =>
        Math.Abs(one - other) <= MoneyTolerance * Math.Max(Math.Abs(one), trade.Quantity * trade.EntryPrice);

    private static void CompareByKey<TExpected, TActual>(
        Dictionary<long, TExpected> expected,
        Dictionary<long, TActual> actual,
        Action<long, TExpected?, TActual?> compare
    )
        where TExpected : struct
        where TActual : class
    {
        foreach (var key in expected.Keys.Union(actual.Keys).Order())
            compare(key, expected.TryGetValue(key, out var one) ? one : null, actual.GetValueOrDefault(key));
    }

    private void Add(DifferenceKind kind, long timeUtc, string? expected, string? actual) =>
        differences.Add(new Difference(kind, pair.Plan.Symbol.Code, pair.Plan.Strategy.Name, UnixTime.Format(timeUtc), expected, actual));

    private static string? Text(double? price, double? confidence) =>
        price is null ? null : FormattableString.Invariant($"price {price:R}, confidence {confidence:R}");

    private static string EntryText(double price, double quantity) => FormattableString.Invariant($"open, {quantity:R} at {price:R}");

    private static string Text(in Trade trade) =>
        Text(trade.Quantity, trade.EntryPrice, trade.ExitTimeUtc, trade.ExitPrice, trade.ExitReason);

    private static string Text(PaperTradeRow trade) =>
        Text(trade.Quantity, trade.EntryPrice, trade.ExitUtc, trade.ExitPrice, trade.ExitReason);

    private static string Text(double quantity, double entry, long exitUtc, double exit, ExitReason reason) =>
        FormattableString.Invariant($"{quantity:R} at {entry:R}, exited {UnixTime.Format(exitUtc)} at {exit:R} ({WireNames.Of(reason)})");
}
