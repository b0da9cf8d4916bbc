using CsCheck;

namespace Bokgi.UnitTests.Reference;

/// <summary>Random requests with any allowed parameters and account settings, mostly small windows and round numbers.</summary>
internal static class RequestGenerators
{
    private static readonly Gen<int> Windows = Gen.Frequency((6, Gen.Int[1, 5]), (3, Gen.Int[6, 30]), (1, Gen.Int[31, 500]));

    private static readonly Gen<int> HoldPeriods = Gen.Frequency((6, Gen.Int[1, 3]), (3, Gen.Int[4, 20]), (1, Gen.Int[21, 10_000]));

    private static readonly Gen<double> WickRatios = Gen.Frequency(
        (1, Gen.OneOf(0.0, 0.5, 1.0)),
        (4, Gen.OneOf(2.0, 5.0, 100.0)),
        (1, Gen.Double[0, 100])
    );

    // The distance of a stop, target or trailing stop, as a fraction of a price; null for no such exit.
    private static readonly Gen<double?> ExitDistances = Gen.Frequency(
        (3, Gen.Const((double?)null)),
        (4, Gen.OneOf<double?>(0.03125, 0.05, 0.1, 0.125, 0.25, 0.5)),
        (1, Gen.OneOf<double?>(0.0001, 0.01, 0.99)),
        (1, Gen.Double[0.0001, 0.5].Select(value => (double?)value))
    );

    private static readonly Gen<double> Fees = Gen.Frequency(
        (3, Gen.Const(0.0)),
        (3, Gen.Const(0.001)),
        (1, Gen.OneOf(0.0005, 0.125)),
        (1, Gen.Double[0, 0.05])
    );

    private static readonly Gen<double> Slippages = Gen.Frequency(
        (3, Gen.Const(0.0)),
        (3, Gen.Const(0.0002)),
        (1, Gen.OneOf(0.0625, 0.01)),
        (1, Gen.Double[0, 0.05])
    );

    private static readonly Gen<(string Kind, double Value)> Sizings = Gen.Frequency(
        (4, Gen.Const(("equity_fraction", 1.0))),
        (2, Gen.OneOf(Gen.OneOf(0.5, 0.1), Gen.Double[0.001, 1]).Select(value => ("equity_fraction", value))),
        (2, Gen.OneOf(Gen.OneOf(1.0, 1_000.0, 5_000_000.0, 1e9), Gen.Double[1, 2e7]).Select(value => ("quote_amount", value))),
        (2, Gen.OneOf(Gen.OneOf(1e-6, 1.0, 100.0, 1e9), Gen.Double[0.001, 1e6]).Select(value => ("base_quantity", value)))
    );

    private static readonly Gen<Dictionary<string, object>> LongCandle = Gen.Select(
        Windows,
        Gen.OneOf(Gen.OneOf(0.5, 1.0, 1.25, 1.5, 2.0), Gen.Double[0.001, 10]),
        Gen.Frequency((4, Gen.OneOf(0.0001, 0.01, 0.02, 0.125)), (1, Gen.OneOf(0.25, 0.5, 1.0)), (1, Gen.Double[1e-9, 1])),
        WickRatios,
        WickRatios,
        HoldPeriods,
        (window, multiplier, body, upper, lower, hold) =>
            new Dictionary<string, object>
            {
                ["vol_ma_window"] = window,
                ["vol_multiplier"] = multiplier,
                ["body_pct"] = body,
                ["upper_wick_ratio"] = upper,
                ["lower_wick_ratio"] = lower,
                ["hold_period_bars"] = hold,
            }
    );

    private static readonly Gen<Dictionary<string, object>> ZoneBreakout = Gen.Select(
        Windows,
        Gen.OneOf(Gen.OneOf(0.1, 0.2, 0.25, 0.5, 0.75, 1.0), Gen.Double[1e-12, 1]),
        Gen.Frequency((4, Gen.Const(0.0)), (2, Gen.OneOf(0.002, 0.01, 0.0625, 0.25, 1.0)), (1, Gen.Double[0, 1])),
        Gen.Frequency((6, Gen.Int[1, 10]), (3, Gen.Int[11, 50]), (1, Gen.Int[51, 1_000])),
        Gen.Bool,
        Gen.OneOf("level", "level", "cross"),
        HoldPeriods,
        (window, share, buffer, bins, includeWicks, trigger, hold) =>
            new Dictionary<string, object>
            {
                ["volume_window"] = window,
                ["top_percentile"] = share,
                ["breakout_buffer"] = buffer,
                ["num_bins"] = bins,
                ["include_wicks"] = includeWicks,
                ["trigger"] = trigger,
                ["hold_period_bars"] = hold,
            }
    );

    private static readonly Gen<ReferenceRequest> Strategies = Gen.OneOf(
        LongCandle.Select(parameters => new ReferenceRequest { Strategy = "volume_long_candle", Parameters = parameters }),
        ZoneBreakout.Select(parameters => new ReferenceRequest { Strategy = "volume_zone_breakout", Parameters = parameters })
    );

    /// <summary>Requests with costs low enough that the money lasts.</summary>
    public static Gen<ReferenceRequest> Requests { get; } =
        Gen.Select(
            Gen.Select(Strategies, Gen.OneOf("next_open", "signal_close"), Gen.OneOf(10_000_000.0, 1_000.0, 1.0), Sizings),
            Gen.Select(Fees, Slippages, Gen.Frequency((3, Gen.Const(0.0)), (1, Gen.OneOf(1e-8, 0.001, 1.0, 1e9)))),
            Gen.Select(ExitDistances, ExitDistances, ExitDistances),
            Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[1, 30])),
            (setup, costs, exits, warmup) =>
            {
                var (request, execution, cash, sizing) = setup;
                var (fee, slippage, quantityStep) = costs;
                var (stop, target, trailing) = exits;
                return request with
                {
                    Execution = execution,
                    InitialCash = cash,
                    Sizing = sizing.Kind,
                    SizingValue = sizing.Value,
                    FeeRate = fee,
                    SlippageRate = slippage,
                    QuantityStep = quantityStep,
                    StopLossPct = stop,
                    TakeProfitPct = target,
                    TrailingStopPct = trailing,
                    WarmupBars = warmup,
                };
            }
        );

    /// <summary>Requests with an exchange's costs, including coins that have their own price steps.</summary>
    public static Gen<ReferenceRequest> RequestsWithExchangeCosts { get; } =
        Gen.Select(
            Requests,
            Gen.OneOf("TEST", "TEST", "ADA", "USDT"),
            Gen.OneOf(10_000_000.0, 10_000_000.0, 20_000.0),
            Gen.Bool,
            Gen.Bool,
            (request, coin, cash, keepsFee, keepsStep) =>
                request with
                {
                    Costs = "upbit",
                    Coin = coin,
                    InitialCash = cash,
                    FeeRate = keepsFee ? request.FeeRate : null,
                    QuantityStep = keepsStep ? request.QuantityStep : null,
                }
        );

    /// <summary>Requests whose stops and targets are exact in binary, so that bars in whole ticks touch them exactly.</summary>
    public static Gen<ReferenceRequest> RequestsWithExactStops { get; } =
        Gen.Select(
            Requests,
            Gen.OneOf<double?>(null, 0.125, 0.25, 0.5),
            Gen.OneOf<double?>(null, 0.125, 0.25, 0.5),
            Gen.OneOf<double?>(null, 0.125, 0.25, 0.5),
            (request, stop, target, trailing) =>
                request with
                {
                    SlippageRate = 0,
                    StopLossPct = stop,
                    TakeProfitPct = target,
                    TrailingStopPct = trailing,
                }
        );

    /// <summary>Requests with costs so high that after enough trades the money underflows to exactly zero.</summary>
    public static Gen<ReferenceRequest> RuinousRequests { get; } =
        Gen.Select(
            Requests,
            Gen.OneOf(0.0, 0.5, 0.9, 0.999_999_999),
            Gen.OneOf(0.0, 0.5, 0.99, 0.999_999_999),
            (request, fee, slippage) => request with { FeeRate = fee, SlippageRate = slippage }
        );
}
