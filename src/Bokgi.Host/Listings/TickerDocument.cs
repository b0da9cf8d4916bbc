namespace Bokgi.Host.Listings;

/// <summary>The current price of a market and its daily figures.</summary>
internal sealed record TickerDocument
{
    public required string Symbol { get; init; }

    /// <summary>Last price, in quote currency.</summary>
    public required double Price { get; init; }

    // Open, high and low are those of the exchange's current day.
    public required double Open { get; init; }
    public required double High { get; init; }
    public required double Low { get; init; }

    /// <summary>Close of the previous day.</summary>
    public required double PreviousClose { get; init; }

    /// <summary>Price divided by the previous close, minus 1: a fraction, negative when the price fell.</summary>
    public required double ChangeRate { get; init; }

    /// <summary>Volume of the last 24 hours, in base currency.</summary>
    public required double Volume { get; init; }

    /// <summary>Volume of the last 24 hours, in quote currency.</summary>
    public required double QuoteVolume { get; init; }

    /// <summary>Time of the last trade.</summary>
    public required string Timestamp { get; init; }

    /// <summary>Whether the exchange has issued a warning or caution for the market.</summary>
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
