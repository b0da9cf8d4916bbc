using Bokgi.FakeExchange.Faults;

namespace Bokgi.FakeExchange;

/// <summary>Options of a fake exchange.</summary>
/// <param name="Lake">Folder of the recorded candles.</param>
/// <param name="RealClock">The real clock, used for rate limits and to drive the exchange's own time.</param>
internal sealed record FakeExchangeOptions(string Lake, TimeProvider RealClock)
{
    /// <summary>The port on 127.0.0.1; 0 for any free port.</summary>
    public int Port { get; init; }

    /// <summary>The exchange's time at the start, UTC microseconds; null for the end of the lake's last bar.</summary>
    public long? StartUtc { get; init; }

    /// <summary>Seconds of exchange time per real second; 0 stops the clock.</summary>
    public double Speed { get; init; } = 1;

    public FaultSpec Faults { get; init; } = FaultSpec.None;

    /// <summary>Different seeds make different trades from the same bars, and different faults at the same rates.</summary>
    public ulong Seed { get; init; } = 1;
}
