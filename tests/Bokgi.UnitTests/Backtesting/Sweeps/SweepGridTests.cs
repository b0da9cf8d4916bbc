using Bokgi.Backtesting;
using Bokgi.Backtesting.Sweeps;
using Bokgi.Markets;
using Bokgi.Strategies;
using Bokgi.Trading;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Backtesting.Sweeps;

public class SweepGridTests
{
    [Fact]
    public void ValuesOf_EverySetting_VaryFastestOnTheLastAxis()
    {
        var grid = Grid(
            new SweepAxis("hold_period_bars", [1, 2]),
            new SweepAxis("stop_loss_pct", [null, 0.02, 0.03]),
            new SweepAxis("vol_ma_window", [5])
        );

        grid.Count.ShouldBe(6);
        Enumerable
            .Range(0, grid.Count)
            .Select(setting => string.Join("/", grid.ValuesOf(setting).Select(value => value?.ToString() ?? "-")))
            .ShouldBe(["1/-/5", "1/0.02/5", "1/0.03/5", "2/-/5", "2/0.02/5", "2/0.03/5"]);
        Should.Throw<ArgumentOutOfRangeException>(() => grid.ValuesOf(6));
    }

    [Fact]
    public void SettingInWorkOrder_AllPositions_GiveEverySettingOnce()
    {
        var grid = Grid(
            new SweepAxis("hold_period_bars", [1, 2, 3]),
            new SweepAxis("body_pct", [0.01, 0.02]),
            new SweepAxis("fee_rate", [0, 0.001]),
            new SweepAxis("vol_ma_window", [5, 6])
        );
        var settings = Enumerable.Range(0, grid.Count).Select(grid.SettingInWorkOrder).ToList();

        settings.Order().ShouldBe(Enumerable.Range(0, 24));
        grid.SettingsPerSignalSet.ShouldBe(6); // 3 * 2 settings: hold_period_bars and fee_rate do not affect the signals
        // In this order, vol_ma_window changes only once, because a change of this parameter causes most recomputation.
        settings
            .Select(setting => grid.ValuesOf(setting)[3])
            .ShouldBe(Enumerable.Repeat<double?>(5, 12).Concat(Enumerable.Repeat<double?>(6, 12)));
    }

    [Fact]
    public void RequestOf_AxesOfAllKinds_AppliesThemToRequestAndOverrides()
    {
        var symbol = Symbol.Parse("ETH_KRW");
        var request = Request();
        request = request with
        {
            Overrides = new Dictionary<Symbol, StrategyParameters>
            {
                [symbol] = request.Parameters.With("vol_ma_window", 7).With("body_pct", 0.03),
            },
        };
        var grid = new SweepGrid(
            request,
            [
                new SweepAxis("vol_ma_window", [5, 9]),
                new SweepAxis("execution", [0, 1]),
                new SweepAxis("fee_rate", [0.002]),
                new SweepAxis("slippage_rate", [0.003]),
                new SweepAxis("stop_loss_pct", [0.01]),
                new SweepAxis("take_profit_pct", [0.02]),
                new SweepAxis("trailing_stop_pct", [null]),
                new SweepAxis("quantity_step", [0.5]),
                new SweepAxis("quote_amount", [1_000]),
            ]
        );

        var appliedRequest = grid.RequestOf(3); // the last values of all axes

        appliedRequest.Parameters["vol_ma_window"].ShouldBe(9);
        (appliedRequest.ParametersOf(symbol)["vol_ma_window"], appliedRequest.ParametersOf(symbol)["body_pct"]).ShouldBe((9, 0.03));
        appliedRequest.Account.ShouldBe(
            new AccountSettings
            {
                Execution = Execution.SignalClose,
                FeeRate = 0.002,
                SlippageRate = 0.003,
                StopLossPct = 0.01,
                TakeProfitPct = 0.02,
                QuantityStep = 0.5,
                Sizing = new Sizing(SizingKind.QuoteAmount, 1_000),
            }
        );
        Grid(new SweepAxis("equity_fraction", [0.5])).RequestOf(0).Account.Sizing.ShouldBe(new Sizing(SizingKind.EquityFraction, 0.5));
        Grid(new SweepAxis("base_quantity", [2])).RequestOf(0).Account.Sizing.ShouldBe(new Sizing(SizingKind.BaseQuantity, 2));
    }

    [Theory]
    [InlineData(1, 2, 0.25, new[] { 1, 1.25, 1.5, 1.75, 2 })]
    [InlineData(0.1, 0.3, 0.1, new[] { 0.1, 0.2, 0.1 + (2 * 0.1) })]
    [InlineData(1, 1.9, 0.5, new[] { 1, 1.5 })]
    [InlineData(3, 3, 1, new[] { 3.0 })]
    public void FromRange_StartStopAndStep_IncludesTheStopDespiteRounding(double start, double stop, double step, double[] expected) =>
        SweepAxis.FromRange("vol_multiplier", start, stop, step).Values.ShouldBe(expected.Select(value => (double?)value));

    [Theory]
    [InlineData(1, 2, 0)]
    [InlineData(1, 2, -1)]
    [InlineData(2, 1, 1)]
    [InlineData(1, double.PositiveInfinity, 1)]
    [InlineData(double.NaN, 1, 1)]
    [InlineData(0, 1, 1e-9)]
    public void FromRange_InvalidRange_IsRefused(double start, double stop, double step) =>
        Should.Throw<ArgumentException>(() => SweepAxis.FromRange("body_pct", start, stop, step)).Message.ShouldContain("body_pct");

    [Theory]
    [InlineData("no_such_thing", 1.0, "no setting 'no_such_thing'")]
    [InlineData("vol_ma_window", 0.0, "a whole number from 1 to 500")]
    [InlineData("vol_ma_window", null, "a whole number from 1 to 500")]
    [InlineData("fee_rate", 1.0, "fee_rate cannot be 1")]
    [InlineData("fee_rate", null, "cannot be null")]
    [InlineData("execution", 2.0, "1 for signal_close")]
    [InlineData("stop_loss_pct", 0.0, "stop_loss_pct cannot be 0")]
    public void Grid_ValueThatIsNotAllowed_IsRefusedWithTheAllowedValues(string name, double? value, string expected) =>
        Should.Throw<ArgumentException>(() => Grid(new SweepAxis(name, [value]))).Message.ShouldContain(expected);

    [Fact]
    public void Grid_RepeatedAxisOrEmptyAxisOrTooManySettings_IsRefused()
    {
        Should
            .Throw<ArgumentException>(() => Grid(new SweepAxis("fee_rate", [0]), new SweepAxis("fee_rate", [0.1])))
            .Message.ShouldContain("twice");
        Should.Throw<ArgumentException>(() => Grid(new SweepAxis("fee_rate", []))).Message.ShouldContain("at least one");
        Should.Throw<OverflowException>(() =>
            Grid(SweepAxis.FromRange("vol_multiplier", 0.0001, 10, 0.0001), SweepAxis.FromRange("body_pct", 0.00001, 1, 0.00001))
        );
    }

    private static SweepGrid Grid(params SweepAxis[] axes) => new(Request(), axes);

    private static BacktestRequest Request()
    {
        StrategyCatalogue.TryFind("volume_long_candle", out var strategy, out _);
        return new BacktestRequest
        {
            Strategy = strategy,
            Parameters = StrategyParameters.Defaults(strategy.Parameters),
            Symbols = [],
            Timeframe = Timeframe.OneHour,
            Range = TimeRange.All,
        };
    }
}
