namespace Bokgi.Host.Benchmarks;

/// <summary>Measures the median time of several runs, after warm-up runs that do not count.</summary>
internal sealed class Measurement(TimeProvider clock, CancellationToken cancel)
{
    private const int MinimumRuns = 5;
    private const int MaximumRuns = 50;

    // Time for the runtime to optimize the measured code fully. Longer actions are warmed up by a single run.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan MeasuringTime = TimeSpan.FromMilliseconds(600);

    public double MeasureMedianSeconds(Action action)
    {
        Repeat(action, 1, WarmUp);
        var times = Repeat(action, MinimumRuns, MeasuringTime);
        times.Sort();
        return times[times.Count / 2];
    }

    private List<double> Repeat(Action action, int minimumRuns, TimeSpan duration)
    {
        var times = new List<double>();
        var loopStart = clock.GetTimestamp();
        while (times.Count < minimumRuns || (times.Count < MaximumRuns && clock.GetElapsedTime(loopStart) < duration))
        {
            cancel.ThrowIfCancellationRequested();
            var start = clock.GetTimestamp();
            action();
            times.Add(clock.GetElapsedTime(start).TotalSeconds);
        }

        return times;
    }
}
