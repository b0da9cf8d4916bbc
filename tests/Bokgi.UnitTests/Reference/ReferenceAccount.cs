using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.UnitTests.Reference;

/// <summary>The account of one pair (section 3 of the specification), computed in a plain loop over the bars.</summary>
internal sealed class ReferenceAccount(IReadOnlyList<Candle> candles, Timeframe timeframe, ReferenceRequest request)
{
    private readonly ReferenceCosts costs = new(request);
    private readonly List<double> equity = [];
    private readonly List<bool> hasPosition = [];
    private double cash = request.InitialCash;
    private ReferencePosition? position;
    private ReferenceSignal? pendingSignal;

    public List<ReferenceTrade> Trades { get; } = [];

    /// <summary>Entries that were not made because the candles ended before they could be filled.</summary>
    public int UnfilledEntries { get; private set; }

    /// <summary>Entries that were not made because they were below the exchange's minimum order value.</summary>
    public int TooSmallEntries { get; private set; }

    public ReferenceCurve Curve =>
        new(timeframe, request.InitialCash, [.. candles.Skip(request.WarmupBars).Select(bar => bar.TimeUtc)], equity, hasPosition);

    public void Run(IReadOnlyList<ReferenceSignal> signals)
    {
        var signalOfBar = signals.ToDictionary(signal => signal.Bar);
        for (var i = request.WarmupBars; i < candles.Count; i++)
        {
            var signal = signalOfBar.GetValueOrDefault(i);
            if (request.Execution == "signal_close")
                StepAtClose(i, signal);
            else
                StepAtOpen(i, signal);

            equity.Add(cash + (position is null ? 0 : position.Quantity * candles[i].Close));
            hasPosition.Add(position is not null);
        }

        if (pendingSignal is not null)
            UnfilledEntries++;
        if (position is not null)
        {
            Exit(candles.Count - 1, candles[^1].Close, timeframe.EndOf(candles[^1].TimeUtc), "end_of_data");
            equity[^1] = cash;
        }
    }

    private void StepAtOpen(int i, ReferenceSignal? signal)
    {
        var bar = candles[i];
        if (position is not null && i == position.EntryBar + request.HoldBars)
            Exit(i, bar.Open, bar.TimeUtc, "hold");
        if (pendingSignal is not null)
            Enter(i, bar.Open, bar.TimeUtc, pendingSignal);
        if (position is not null)
            CheckStops(i);
        pendingSignal = position is null ? signal : null;
    }

    private void StepAtClose(int i, ReferenceSignal? signal)
    {
        var bar = candles[i];
        var end = timeframe.EndOf(bar.TimeUtc);
        if (position is not null)
            CheckStops(i);
        if (position is not null && i == position.EntryBar + request.HoldBars)
            Exit(i, bar.Close, end, "hold");
        if (position is null && signal is not null)
            Enter(i, bar.Close, end, signal);
    }

    private void CheckStops(int i)
    {
        var bar = candles[i];
        var (stop, reason) = StopLevel(position!);
        var target = request.TakeProfitPct is { } gain ? position!.Fill * (1 + gain) : double.PositiveInfinity;
        if (bar.Open <= stop)
        {
            Exit(i, bar.Open, bar.TimeUtc, reason);
            return;
        }

        if (bar.Open >= target)
        {
            Exit(i, bar.Open, bar.TimeUtc, "take_profit");
            return;
        }

        position!.HeldBars.Add(bar);
        if (bar.Low <= stop)
            Exit(i, stop, bar.TimeUtc, reason);
        else if (bar.High >= target)
            Exit(i, target, bar.TimeUtc, "take_profit");
    }

    private (double Level, string Reason) StopLevel(ReferencePosition held)
    {
        var lossLevel = request.StopLossPct is { } lossFraction ? held.Fill * (1 - lossFraction) : double.NegativeInfinity;
        var trailingLevel = request.TrailingStopPct is { } trailingFraction
            ? (1 - trailingFraction) * held.HeldBars.Select(bar => bar.High).Append(held.Fill).Max()
            : double.NegativeInfinity;
        return trailingLevel > lossLevel ? (trailingLevel, "trailing_stop") : (lossLevel, "stop_loss");
    }

    private void Enter(int i, double price, long time, ReferenceSignal signal)
    {
        var fill = costs.BuyFillPrice(price * (1 + request.SlippageRate), time);
        var unitCost = fill * (1 + costs.FeeRate);
        // The pair holds no position here, so its equity equals its cash.
        var quantity = request.Sizing switch
        {
            "equity_fraction" => request.SizingValue * cash / unitCost,
            "quote_amount" => request.SizingValue / unitCost,
            "base_quantity" => request.SizingValue,
            _ => throw new InvalidOperationException(
                $"'{request.Sizing}' is not a sizing; use equity_fraction, quote_amount or base_quantity"
            ),
        };
        if (quantity * fill * (1 + costs.FeeRate) > cash)
            quantity = cash / unitCost;
        quantity = costs.RoundQuantity(quantity);
        if (quantity * fill < costs.MinimumOrder)
        {
            TooSmallEntries++;
            return;
        }

        var cost = quantity * fill * (1 + costs.FeeRate);
        if (!(cost > 0))
            return;

        // A rounding error can make the cost exceed the cash, which must not become a debt.
        cash = Math.Max(0, cash - cost);
        position = new ReferencePosition(i, time, price, fill, quantity, cost, signal.Confidence);
    }

    private void Exit(int i, double price, long time, string reason)
    {
        var held = position!;
        var fill = costs.SellFillPrice(price * (1 - request.SlippageRate), time);
        var proceeds = held.Quantity * fill * (1 - costs.FeeRate);
        cash += proceeds;
        position = null;
        Trades.Add(
            new ReferenceTrade(
                held.EntryBar,
                i,
                held.EntryTimeUtc,
                time,
                held.Fill,
                fill,
                held.Quantity,
                Fees: (held.Quantity * held.Fill * costs.FeeRate) + (held.Quantity * fill * costs.FeeRate),
                SlippageCost: (held.Quantity * Math.Abs(held.Fill - held.RawPrice)) + (held.Quantity * Math.Abs(fill - price)),
                EntryCost: held.Cost,
                Pnl: proceeds - held.Cost,
                reason,
                held.Confidence,
                AdverseExcursion: held.HeldBars.Select(bar => (bar.Low - held.Fill) / held.Fill).Append(0).Min(),
                FavourableExcursion: held.HeldBars.Select(bar => (bar.High - held.Fill) / held.Fill).Append(0).Max()
            )
        );
    }
}
