namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>How often what goes wrong in a simulation, as shares of its moments.</summary>
internal sealed record SimulatedFaults
{
    public double Duplicate { get; init; }

    /// <summary>A trade comes after others that are up to a second later.</summary>
    public double Reorder { get; init; }

    /// <summary>The connection is lost, and what was missed is fetched, or its candles are.</summary>
    public double Drop { get; init; }

    /// <summary>The connection stands and nothing comes any more, until it is taken for dead.</summary>
    public double Silence { get; init; }

    /// <summary>Another stream takes the place of this one.</summary>
    public double Resubscribe { get; init; }

    /// <summary>The process dies and another one goes on.</summary>
    public double Crash { get; init; }

    /// <summary>Somebody pauses, resumes, switches a coin, or closes a position.</summary>
    public double Wish { get; init; }

    /// <summary>Requests that are not answered.</summary>
    public double Away { get; init; }

    /// <summary>A trade comes after its bar was closed.</summary>
    public double Late { get; init; }

    /// <summary>The exchange tells a candle otherwise later.</summary>
    public double Correction { get; init; }
}
