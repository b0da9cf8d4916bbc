using Bokgi.MarketData.Exchanges;
using Bokgi.Markets;

namespace Bokgi.Host.Listings;

/// <summary>The present price of a market, with its day.</summary>
internal sealed record TickerDocument
{
    public required string Symbol { get; init; }

    /// <summary>Last price, quote currency.</summary>
    public required double Price { get; init; }
    public required double Open { get; init; }
    public required double High { get; init; }
    public required double Low { get; init; }

    /// <summary>Close of the day before.</summary>
    public required double PreviousClose { get; init; }

    /// <summary>Price over the previous close, less 1: a fraction, negative when it fell.</summary>
    public required double ChangeRate { get; init; }

    /// <summary>Traded within 24 hours, base currency.</summary>
    public required double Volume { get; init; }

    /// <summary>Traded within 24 hours, quote currency.</summary>
    public required double QuoteVolume { get; init; }

    /// <summary>When the last trade was.</summary>
    public required string Timestamp { get; init; }

    /// <summary>Whether the exchange warns of the market, or says something to mind.</summary>
    public required bool HasWarning { get; init; }

    public static TickerDocument Of(Ticker ticker, bool hasWarning) =>
        new()
        {
            Symbol = ticker.Symbol.Code,
            Price = ticker.Price,
            Open = ticker.Open,
            High = ticker.High,
            Low = ticker.Low,
            PreviousClose = ticker.PreviousClose,
            ChangeRate = ticker.ChangeRate,
            Volume = ticker.Volume24h,
            QuoteVolume = ticker.QuoteVolume24h,
            Timestamp = UnixTime.Format(ticker.TimeUtc),
            HasWarning = hasWarning,
        };
}
