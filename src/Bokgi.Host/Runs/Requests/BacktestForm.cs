using System.ComponentModel.DataAnnotations;
using Bokgi.Host.Candles;
using Bokgi.Host.Runs.Accounts;
using Bokgi.Host.Strategies;
using TimeframeType = Bokgi.Markets.Timeframe;

namespace Bokgi.Host.Runs.Requests;

/// <summary>A backtest to run. A field that is absent or null takes its default.</summary>
/// <example>{"strategy":"volume_zone_breakout","params":{"volume_window":60},"symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-12-31","timeframe":"1H"}</example>
internal sealed record BacktestForm
{
    public const int MaximumWarmup = 1_000_000;

    /// <summary>The defaults of absent fields; a field that is null here has no default.</summary>
    public static BacktestForm Standard { get; } =
        new()
        {
            Params = [],
            Overrides = [],
            Timeframe = TimeframeType.OneDay.Name,
            Account = AccountForm.Standard,
            Warmup = 0,
            Strict = false,
            Tags = [],
        };

    /// <summary>The strategy to replay.</summary>
    [Required, DocumentedValues(typeof(StrategyList), nameof(StrategyList.Names))]
    public string? Strategy { get; init; }

    /// <summary>Parameters of the strategy, by name; GET /api/strategies/{name} lists the type, default and range of each.</summary>
    public Dictionary<string, JsonElement>? Params { get; init; }

    /// <summary>Parameters for individual symbols, by symbol and name; they take precedence over params.</summary>
    public Dictionary<string, Dictionary<string, JsonElement>>? Overrides { get; init; }

    /// <summary>
    /// The markets, such as BTC_KRW, each traded on its own and all in one quote currency; ["*"] for all that have candles.
    /// </summary>
    [Required, Length(1, SymbolListReader.MaximumSymbols)]
    public IReadOnlyList<string>? Symbols { get; init; }

    /// <summary>First day or time, such as 2024-01-01; KST unless a zone is given.</summary>
    [Required]
    public string? StartDate { get; init; }

    /// <summary>Last day (inclusive) or end time; KST unless a zone is given.</summary>
    [Required]
    public string? EndDate { get; init; }

    /// <summary>The length of the candles: M stands for minutes, MO for months; case-insensitive.</summary>
    [DocumentedValues(typeof(TimeframeType), nameof(TimeframeType.All))]
    public string? Timeframe { get; init; }

    [AccountFields]
    public AccountForm Account { get; init; } = new();

    /// <summary>Bars before the start that are fed to the strategy first, without trading.</summary>
    [Range(0, MaximumWarmup)]
    public int? Warmup { get; init; }

    /// <summary>Whether invalid or duplicate candles are an error; otherwise they are left out.</summary>
    public bool? Strict { get; init; }

    /// <summary>A note kept with the run.</summary>
    [MaxLength(RunDescription.MaximumTextLength)]
    public string? Description { get; init; }

    /// <summary>Tags kept with the run, to find it again.</summary>
    [MaxLength(RunDescription.MaximumTags)]
    public IReadOnlyList<string>? Tags { get; init; }
}
