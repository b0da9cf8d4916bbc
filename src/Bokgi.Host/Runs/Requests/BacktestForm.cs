using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Bokgi.Host.Candles;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.OpenApi;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Strategies;
using Bokgi.Trading;
using Timeframes = Bokgi.Markets.Timeframe;

namespace Bokgi.Host.Runs.Requests;

/// <summary>A backtest to run. A field that is absent or null takes its default.</summary>
/// <example>{"strategy":"volume_zone_breakout","params":{"volume_window":60},"symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-12-31","timeframe":"1H"}</example>
internal sealed record BacktestForm : IAccountForm
{
    public const int MaximumWarmup = 1_000_000;
    public const double MaximumCash = 1e15;

    private static readonly AccountSettings Account = new();

    /// <summary>The values of absent fields; those that are null here have no default.</summary>
    public static BacktestForm Standard { get; } =
        new()
        {
            Params = [],
            Overrides = [],
            Timeframe = Timeframes.OneDay.Name,
            Execution = WireNames.Of(Account.Execution),
            FeeRate = AccountSettings.StandardFeeRate,
            SlippageRate = Account.SlippageRate,
            InitialCash = 10_000_000,
            Sizing = new SizingForm { Kind = WireNames.Of(Account.Sizing.Kind), Value = Account.Sizing.Value },
            Warmup = 0,
            Strict = false,
            Tags = [],
        };

    /// <summary>The strategy to replay.</summary>
    [Required, OneOf(typeof(StrategyList), nameof(StrategyList.Names))]
    public string? Strategy { get; init; }

    /// <summary>Parameters of the strategy, by name; GET /api/strategies/{name} lists the type, default and range of each.</summary>
    public Dictionary<string, JsonElement>? Params { get; init; }

    /// <summary>Parameters for individual symbols, by symbol and name; they take precedence over params.</summary>
    public Dictionary<string, Dictionary<string, JsonElement>>? Overrides { get; init; }

    /// <summary>
    /// The markets, such as BTC_KRW, each traded on its own and all in one quote currency; ["*"] for all that have candles.
    /// </summary>
    [Required, Length(1, SymbolListReader.Maximum)]
    public IReadOnlyList<string>? Symbols { get; init; }

    /// <summary>First day or time, such as 2024-01-01; KST unless a zone is given.</summary>
    [Required]
    public string? StartDate { get; init; }

    /// <summary>Last day (inclusive) or end time; KST unless a zone is given.</summary>
    [Required]
    public string? EndDate { get; init; }

    /// <summary>The length of the candles: M stands for minutes, MO for months; case-insensitive.</summary>
    [OneOf(typeof(Timeframes), nameof(Timeframes.All))]
    public string? Timeframe { get; init; }

    /// <summary>When orders are filled: at the open of the bar after the signal, or at the close of the signal's own bar.</summary>
    [OneOf(typeof(Execution))]
    public string? Execution { get; init; }

    /// <summary>
    /// The exchange whose fees, tick sizes, quantity steps and minimum order value apply, by date. If absent, any price and quantity is
    /// allowed.
    /// </summary>
    [OneOf(typeof(ExchangeCosts), nameof(ExchangeCosts.Names))]
    public string? Costs { get; init; }

    /// <summary>Fee on each leg, as a fraction: 0.001 is 0.1 %. It takes precedence over the fee of costs.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double? FeeRate { get; init; }

    /// <summary>Slippage on each leg, as a fraction: 0.0002 is 0.02 %.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double? SlippageRate { get; init; }

    /// <summary>Initial cash in quote currency, shared equally by the symbols.</summary>
    [Range(0.0, MaximumCash, MinimumIsExclusive = true)]
    public double? InitialCash { get; init; }

    /// <summary>How much is bought; by default all of the equity.</summary>
    public SizingForm? Sizing { get; init; }

    /// <summary>Sell when the price falls this fraction below the entry: 0.02 is 2 %. No stop loss by default.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? StopLossPct { get; init; }

    /// <summary>Sell when the price rises this fraction above the entry. No target by default.</summary>
    [Range(0.0, 1_000.0, MinimumIsExclusive = true)]
    public double? TakeProfitPct { get; init; }

    /// <summary>Sell when the price falls this fraction below the highest high since the entry. No trailing stop by default.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? TrailingStopPct { get; init; }

    /// <summary>Bars before the start that are fed to the strategy first, without trading.</summary>
    [Range(0, MaximumWarmup)]
    public int? Warmup { get; init; }

    /// <summary>Whether invalid or duplicate candles are an error; otherwise they are left out.</summary>
    public bool? Strict { get; init; }

    /// <summary>A note kept with the run.</summary>
    [MaxLength(RunDescription.MaximumText)]
    public string? Description { get; init; }

    /// <summary>Tags kept with the run, to find it again.</summary>
    [MaxLength(RunDescription.MaximumTags)]
    public IReadOnlyList<string>? Tags { get; init; }
}
