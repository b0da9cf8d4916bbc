using Bokgi.Trading;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Trading;

public class AccountSettingsTests
{
    private static readonly AccountSettings Defaults = new();

    [Fact]
    public void Errors_Defaults_AreNone() => Defaults.Errors().ShouldBeEmpty();

    [Theory]
    [InlineData(0, true)]
    [InlineData(0.999, true)]
    [InlineData(1, false)]
    [InlineData(-0.001, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void Errors_FeeOrSlippage_IsAFractionBelowOne(double value, bool isAllowed)
    {
        Names(Defaults with { FeeRate = value }).ShouldBe(isAllowed ? [] : ["fee_rate"]);
        Names(Defaults with { SlippageRate = value }).ShouldBe(isAllowed ? [] : ["slippage_rate"]);
    }

    [Theory]
    [InlineData(0.001, true)]
    [InlineData(0.999, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(double.NaN, false)]
    public void Errors_Stops_AreFractionsBetweenZeroAndOne(double value, bool isAllowed)
    {
        Names(Defaults with { StopLossPct = value }).ShouldBe(isAllowed ? [] : ["stop_loss_pct"]);
        Names(Defaults with { TrailingStopPct = value }).ShouldBe(isAllowed ? [] : ["trailing_stop_pct"]);
    }

    [Theory]
    [InlineData(0.001, true)]
    [InlineData(1_000, true)]
    [InlineData(1_000.1, false)]
    [InlineData(0, false)]
    [InlineData(double.NaN, false)]
    public void Errors_Target_IsAFractionUpToAThousand(double value, bool isAllowed) =>
        Names(Defaults with { TakeProfitPct = value }).ShouldBe(isAllowed ? [] : ["take_profit_pct"]);

    [Theory]
    [InlineData(0, true)]
    [InlineData(1e-8, true)]
    [InlineData(-1e-8, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void Errors_QuantityStep_IsZeroOrAFiniteStep(double value, bool isAllowed) =>
        Names(Defaults with { QuantityStep = value }).ShouldBe(isAllowed ? [] : ["quantity_step"]);

    [Fact]
    public void Errors_EverythingWrong_NamesEachValueAndItsRemedy()
    {
        var settings = new AccountSettings
        {
            FeeRate = 1.5,
            SlippageRate = -2,
            Sizing = new Sizing(SizingKind.EquityFraction, 7),
            StopLossPct = 2,
            TakeProfitPct = -3,
            TrailingStopPct = 1,
            QuantityStep = -1,
        };

        var errors = settings.Errors();

        errors["fee_rate"].ShouldBe("fee_rate cannot be 1.5; give a fraction of at least 0 and below 1, such as 0.001 for 0.1 %");
        errors["slippage_rate"]
            .ShouldBe("slippage_rate cannot be -2; give a fraction of at least 0 and below 1, such as 0.0002 for 0.02 %");
        errors["sizing"]
            .ShouldBe("sizing cannot be 7; give an equity_fraction above 0 up to 1, or a quote_amount or base_quantity above 0");
        errors["stop_loss_pct"].ShouldBe("stop_loss_pct cannot be 2; give a fraction above 0 and below 1, such as 0.02 for 2 %, or none");
        errors["take_profit_pct"]
            .ShouldBe("take_profit_pct cannot be -3; give a fraction above 0 up to 1000, such as 0.03 for 3 %, or none");
        errors["trailing_stop_pct"]
            .ShouldBe("trailing_stop_pct cannot be 1; give a fraction above 0 and below 1, such as 0.03 for 3 %, or none");
        errors["quantity_step"].ShouldBe("quantity_step cannot be -1; give 0 for none, or the exchange's step, such as 0.00000001");
        errors.Count.ShouldBe(7);
    }

    private static IEnumerable<string> Names(AccountSettings settings) => settings.Errors().Keys;
}
