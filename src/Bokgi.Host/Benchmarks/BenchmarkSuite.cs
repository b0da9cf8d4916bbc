using Bokgi.Host.Platform.Settings;
using Bokgi.Markets;

namespace Bokgi.Host.Benchmarks;

/// <summary>Measures everything once, in a temporary folder that is gone afterwards.</summary>
/// <param name="clock">Takes the time.</param>
/// <param name="server">Builds the server whose answers are timed.</param>
/// <param name="candles">How many candles the strategies are measured over.</param>
internal sealed class BenchmarkSuite(TimeProvider clock, Func<HostSettings, WebApplication> server, int candles)
{
    /// <summary>Runs it.</summary>
    /// <param name="progress">Is told what comes next.</param>
    /// <param name="cancel">Ends it between two measurements.</param>
    public BenchmarkRun Run(Action<string> progress, CancellationToken cancel)
    {
        var measurement = new Measurement(clock, cancel);
        var engine = new EngineTiming(measurement, candles);
        var time = UnixTime.Format(UnixTime.FromDateTime(clock.GetUtcNow().UtcDateTime));
        var folder = Directory.CreateTempSubdirectory("bokgi-benchmark-").FullName;
        try
        {
            var results = new List<BenchmarkResult>();
            progress("sla");
            results.AddRange(engine.Agreement());
            progress("strategies");
            results.AddRange(engine.Strategies());
            progress("sweep");
            results.Add(engine.Sweep());
            progress("load");
            results.Add(LoadTiming.Measure(measurement, candles, folder));
            progress("api");
            results.AddRange(ApiTiming.Measure(measurement, server, folder));
            return new BenchmarkRun(time, candles, BenchmarkEnvironment.Here(), results);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
