using Bokgi.FakeExchange.Faults;

namespace Bokgi.FakeExchange;

/// <summary>What a fake exchange is made of.</summary>
/// <param name="Lake">Folder of the recorded candles.</param>
/// <param name="Clock">The real time, by which it counts requests and lets its own time run.</param>
internal sealed record FakeExchangeOptions(string Lake, TimeProvider Clock)
{
    /// <summary>Where it listens on 127.0.0.1; 0 for any free port.</summary>
    public int Port { get; init; }

    /// <summary>What its clock shows at first, microseconds UTC; null for the end of the lake's last bar.</summary>
    public long? FromUtc { get; init; }

    /// <summary>Seconds of its time in a real second; 0 stands still.</summary>
    public double Speed { get; init; } = 1;

    public FaultSpec Faults { get; init; } = FaultSpec.None;

    /// <summary>Another seed makes other trades of the same bars, and other faults of the same rates.</summary>
    public ulong Seed { get; init; } = 1;
}
