using System.ComponentModel.DataAnnotations;
using Bokgi.Host.Candles;

namespace Bokgi.Host.Collection;

/// <summary>
/// Candles to collect. Without any dates: everything missing from the first stored bar to now; for a series without stored bars, the last
/// 43,200 bars (a month of minute bars).
/// </summary>
/// <example>{"exchange":"upbit","symbols":["BTC_KRW","ETH_KRW"],"timeframes":["1M","1H"],"days":30}</example>
internal sealed record CollectionForm
{
    public const int MaximumDays = 10_000;

    /// <summary>The exchange to collect from.</summary>
    [DocumentedValues(typeof(ExchangeCatalogue), nameof(ExchangeCatalogue.Names), Default = ExchangeCatalogue.Default)]
    public string? Exchange { get; init; }

    /// <summary>
    /// The markets, such as BTC_KRW. ["*"] stands for every market that already has candles of these lengths, unless they are synthetic or
    /// come from another exchange.
    /// </summary>
    [Required, Length(1, SymbolListReader.MaximumSymbols)]
    public IReadOnlyList<string>? Symbols { get; init; }

    /// <summary>The lengths of the candles, such as 1M and 1H: M stands for minutes, MO for months; 1D by default.</summary>
    public IReadOnlyList<string>? Timeframes { get; init; }

    /// <summary>First day or time, such as 2024-01-01; KST unless a zone is given. Cannot be combined with days.</summary>
    public string? StartDate { get; init; }

    /// <summary>The last day (inclusive), or the time at which to end; KST unless a zone is given. The default is now.</summary>
    public string? EndDate { get; init; }

    /// <summary>The number of days before now, instead of dates.</summary>
    [Range(1, MaximumDays)]
    public int? Days { get; init; }
}
