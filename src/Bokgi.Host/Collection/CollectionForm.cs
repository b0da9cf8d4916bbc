using System.ComponentModel.DataAnnotations;
using Bokgi.Host.Candles;
using Bokgi.Host.Platform.OpenApi;
using Bokgi.MarketData.Exchanges;

namespace Bokgi.Host.Collection;

/// <summary>Candles to be collected. Without a time: from the first stored bar to now, whatever is missing; of a series that has none a month of minutes, or as many bars of another length.</summary>
/// <example>{"exchange":"upbit","symbols":["BTC_KRW","ETH_KRW"],"timeframes":["1M","1H"],"days":30}</example>
internal sealed record CollectionForm
{
    public const int MaximumDays = 10_000;
    public const string StandardExchange = "upbit";

    /// <summary>Where they come from.</summary>
    [OneOf(typeof(ExchangeCatalogue), nameof(ExchangeCatalogue.Names), Default = StandardExchange)]
    public string? Exchange { get; init; }

    /// <summary>The markets, such as BTC_KRW; ["*"] for all that have candles of these lengths, but for those from elsewhere.</summary>
    [Required, Length(1, SymbolReading.Maximum)]
    public IReadOnlyList<string>? Symbols { get; init; }

    /// <summary>The lengths of the candles, such as 1M and 1H: M is minutes, MO months; only 1D unless given.</summary>
    public IReadOnlyList<string>? Timeframes { get; init; }

    /// <summary>First day or time, such as 2024-01-01; KST without a zone. Not together with days.</summary>
    public string? StartDate { get; init; }

    /// <summary>Last day, the whole of it, or last time; KST without a zone. Now unless given.</summary>
    public string? EndDate { get; init; }

    /// <summary>So many days before now, instead of dates.</summary>
    [Range(1, MaximumDays)]
    public int? Days { get; init; }
}
