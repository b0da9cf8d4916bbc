namespace Bokgi.Host.Benchmarks;

/// <summary>Runs all measurements once, in a temporary folder that is deleted afterwards.</summary>
internal sealed class BenchmarkSuite(TimeProvider clock, Func<HostSettings, WebApplication> buildServer, int candles)
{
    public BenchmarkRun Run(Action<string> progress, CancellationToken cancel)
    {
        var timer = new MedianTimer(clock, cancel);
        var engine = new EngineTiming(timer, candles);
        var time = UnixTime.Format(clock.NowUtc());
        var folder = Directory.CreateTempSubdirectory("bokgi-benchmark-").FullName;
        try
        {
            var results = new List<BenchmarkResult>();
            progress("sla");
            results.AddRange(engine.MeasureShortBacktests());
            progress("strategies");
            results.AddRange(engine.MeasureStrategies());
            progress("sweep");
            results.Add(engine.MeasureSweep());
            progress("load");
            results.Add(LoadTiming.Measure(timer, candles, folder));
            progress("api");
            results.AddRange(ApiTiming.Measure(timer, buildServer, folder));
            return new BenchmarkRun(time, candles, BenchmarkEnvironment.Current(), results);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
