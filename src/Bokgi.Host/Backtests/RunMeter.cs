using System.Diagnostics.Metrics;
using Bokgi.Host.Platform.Telemetry;

namespace Bokgi.Host.Backtests;

internal static class RunMeter
{
    public static readonly Counter<long> Runs = Instruments.Meter.CreateCounter<long>("bokgi.runs", "{run}", "Finished backtests");

    public static readonly Counter<long> Candles = Instruments.Meter.CreateCounter<long>(
        "bokgi.run.candles",
        "{candle}",
        "Candles that finished backtests have replayed"
    );

    public static readonly Histogram<double> Duration = Instruments.Meter.CreateHistogram<double>(
        "bokgi.run.duration",
        "s",
        "Time that a finished backtest took, loading included",
        null,
        Instruments.Durations
    );
}
