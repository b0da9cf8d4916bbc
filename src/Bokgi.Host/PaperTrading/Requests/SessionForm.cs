using System.ComponentModel.DataAnnotations;
using Bokgi.Host.Platform.OpenApi;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Requests;
using Bokgi.MarketData.Exchanges;
using Bokgi.Trading;
using Timeframes = Bokgi.Markets.Timeframe;

namespace Bokgi.Host.PaperTrading.Requests;

/// <summary>A paper session to start. A field that is absent or null takes its default.</summary>
/// <example>{"symbols":["BTC_KRW"],"strategies":{"BTC_KRW":[{"strategy_name":"volume_zone_breakout","params":{"volume_window":60}}]},"timeframe":"1M"}</example>
internal sealed record SessionForm : IAccountForm
{
    public const int MaximumPairs = 1_000;

    /// <summary>The exchange whose live candles the session trades on; upbit by default.</summary>
    [OneOf(typeof(ExchangeCatalogue), nameof(ExchangeCatalogue.Names))]
    public string? Exchange { get; init; }

    /// <summary>The markets, such as KRW-BTC or BTC_KRW, all in one quote currency.</summary>
    [Required, Length(1, MaximumPairs)]
    public IReadOnlyList<string>? Symbols { get; init; }

    /// <summary>The strategies of each symbol, each strategy once.</summary>
    [Required]
    public Dictionary<string, IReadOnlyList<PairForm>>? Strategies { get; init; }

    /// <summary>The length of the candles: M is minutes, MO is months; 1M by default.</summary>
    [OneOf(typeof(Timeframes), nameof(Timeframes.All))]
    public string? Timeframe { get; init; }

    /// <summary>When orders are filled: at the open after the signal, or at the signal's own close.</summary>
    [OneOf(typeof(Execution))]
    public string? Execution { get; init; }

    /// <summary>The exchange whose fee, price steps, quantity step and minimum order apply. None by default.</summary>
    [OneOf(typeof(ExchangeCosts), nameof(ExchangeCosts.Names))]
    public string? Costs { get; init; }

    /// <summary>Fee on each leg, a fraction: 0.001 is 0.1 %. It takes precedence over the fee of costs.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double? FeeRate { get; init; }

    /// <summary>Slippage on each leg, a fraction: 0.0002 is 0.02 %.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double? SlippageRate { get; init; }

    /// <summary>Initial cash in quote currency, divided equally among the pairs of symbol and strategy.</summary>
    [Range(0.0, BacktestForm.MaximumCash, MinimumIsExclusive = true)]
    public double? InitialCash { get; init; }

    /// <summary>How much is bought; all of the pair's equity by default.</summary>
    public SizingForm? Sizing { get; init; }

    /// <summary>Sell this fraction below the entry: 0.02 is 2 %. None by default.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? StopLossPct { get; init; }

    /// <summary>Sell this fraction above the entry. None by default.</summary>
    [Range(0.0, 1_000.0, MinimumIsExclusive = true)]
    public double? TakeProfitPct { get; init; }

    /// <summary>Sell this fraction below the highest high since the entry. None by default.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? TrailingStopPct { get; init; }

    /// <summary>Quantities are rounded down to multiples of this; by default the step of costs, or else that of the exchange.</summary>
    [Range(0.0, double.MaxValue)]
    public double? QuantityStep { get; init; }
}
