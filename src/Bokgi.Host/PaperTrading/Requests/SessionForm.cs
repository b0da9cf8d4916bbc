using System.ComponentModel.DataAnnotations;
using Bokgi.Host.Runs.Accounts;
using TimeframeType = Bokgi.Markets.Timeframe;

namespace Bokgi.Host.PaperTrading.Requests;

/// <summary>A paper session to start. A field that is absent or null takes its default.</summary>
/// <example>{"symbols":["BTC_KRW"],"strategies":{"BTC_KRW":[{"strategy_name":"volume_zone_breakout","params":{"volume_window":60}}]},"timeframe":"1M"}</example>
internal sealed record SessionForm
{
    public const int MaximumPairs = 1_000;

    /// <summary>The exchange whose live candles the session trades on; upbit by default.</summary>
    [DocumentedValues(typeof(ExchangeCatalogue), nameof(ExchangeCatalogue.Names))]
    public string? Exchange { get; init; }

    /// <summary>The markets, such as KRW-BTC or BTC_KRW, all in one quote currency.</summary>
    [Required, Length(1, MaximumPairs)]
    public IReadOnlyList<string>? Symbols { get; init; }

    /// <summary>The strategies of each symbol, each strategy once.</summary>
    [Required]
    public Dictionary<string, IReadOnlyList<PairForm>>? Strategies { get; init; }

    /// <summary>The length of the candles: M is minutes, MO is months; 1M by default.</summary>
    [DocumentedValues(typeof(TimeframeType), nameof(TimeframeType.All))]
    public string? Timeframe { get; init; }

    [AccountFields(IncludesQuantityStep = true)]
    public AccountForm Account { get; init; } = new();
}
