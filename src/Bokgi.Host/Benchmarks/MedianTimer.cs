namespace Bokgi.Host.Benchmarks;

/// <summary>Runs an action repeatedly, and measures the median time of one run. Warm-up runs do not count.</summary>
internal sealed class MedianTimer(TimeProvider clock, CancellationToken cancel)
{
    private const int MinimumRuns = 5;
    private const int MaximumRuns = 50;

    // Long enough for the runtime to optimize the measured code fully. An action that takes longer than this is run once as a warm-up.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan MeasuringTime = TimeSpan.FromMilliseconds(600);

    public double MeasureSeconds(Action action)
    {
        Repeat(action, minimumRuns: 1, WarmUp);
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
