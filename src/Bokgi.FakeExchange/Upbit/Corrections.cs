using System.Collections.Concurrent;
using Bokgi.FakeExchange.Faults;
using Bokgi.FakeExchange.Recording;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.FakeExchange.Upbit;

/// <summary>Chooses the bars for which REST reports a candle that differs from the trades sent. The choice is permanent.</summary>
/// <remarks>
/// Affects only bars of the source timeframe that closed after the exchange started, because no client received trades of earlier bars.
/// </remarks>
internal sealed class Corrections(FaultScript faults, VirtualClock clock)
{
    private const double VolumeFactor = 1.01;
    private const int VolumeDigits = 8;

    private readonly ConcurrentDictionary<(Symbol Symbol, long TimeUtc), bool> decisions = new();

    /// <summary>The candle of a closed bar as REST reports it.</summary>
    public Candle Apply(RecordedMarket market, Timeframe timeframe, in Candle bar)
    {
        if (timeframe != market.SourceTimeframe || timeframe.EndOf(bar.TimeUtc) <= clock.StartUtc)
            return bar;
        var time = bar.TimeUtc;
        var isCorrected = decisions.GetOrAdd(
            (market.Symbol, time),
            key => faults.DecideToInject(FaultKind.Correction, key.Symbol.Code, key.TimeUtc)
        );
        return isCorrected ? Correct(bar) : bar;
    }

    private static Candle Correct(in Candle bar)
    {
        var scaledVolume = Math.Round(bar.Volume * VolumeFactor, VolumeDigits);
        return bar with
        {
            Close = bar.Close == bar.Low ? bar.High : bar.Low,
            Volume = scaledVolume > bar.Volume ? scaledVolume : bar.Volume + Math.Pow(10, -VolumeDigits),
        };
    }
}
