namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>The probability of each fault, from 0 to 1, at each step of a simulation.</summary>
internal sealed record SimulatedFaults
{
    /// <summary>A trade is delivered again.</summary>
    public double Duplicate { get; init; }

    /// <summary>A trade arrives after trades that are up to a second newer.</summary>
    public double Reorder { get; init; }

    /// <summary>The connection is lost. After the next connection, either the missed trades or the candles of their bars are fetched.</summary>
    public double Drop { get; init; }

    /// <summary>The connection stays open but delivers nothing, until the program closes it.</summary>
    public double Silence { get; init; }

    /// <summary>A new stream replaces the current one, as when another session needs more markets.</summary>
    public double Resubscribe { get; init; }

    /// <summary>The process dies and another one takes over.</summary>
    public double Crash { get; init; }

    /// <summary>A user pauses, resumes, switches a symbol on or off, or closes a position.</summary>
    public double UserCommand { get; init; }

    /// <summary>The exchange does not answer a request.</summary>
    public double Unavailable { get; init; }

    /// <summary>A trade arrives after its bar was closed.</summary>
    public double Late { get; init; }

    /// <summary>The exchange corrects a candle later.</summary>
    public double Correction { get; init; }
}
