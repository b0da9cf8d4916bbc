using System.Diagnostics.Metrics;
using Bokgi.Host.Platform.Telemetry;
using Serilog.Core;
using Serilog.Events;

namespace Bokgi.Host.Platform.Logging;

/// <summary>Counts log lines by level.</summary>
internal sealed class LogMeter : ILogEventSink
{
    private static readonly Counter<long> Lines = Instruments.Meter.CreateCounter<long>("bokgi.log.lines", "{line}", "Log lines by level");

    public void Emit(LogEvent logEvent) => Lines.Add(1, new KeyValuePair<string, object?>("level", LogFields.LevelName(logEvent.Level)));
}
