namespace Bokgi.Host.Benchmarks;

/// <summary>Times something by the middle of several runs, after some that are not counted.</summary>
internal sealed class Measurement(TimeProvider clock, CancellationToken cancel)
{
    private const int FewestRuns = 5;
    private const int MostRuns = 50;

    // Until the runtime has compiled what is measured for good, or once if that takes longer.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(600);

    /// <summary>The median, seconds.</summary>
    public double Seconds(Action action)
    {
        Repeat(action, 1, WarmUp);
        var times = Repeat(action, FewestRuns, Enough);
        times.Sort();
        return times[times.Count / 2];
    }

    private List<double> Repeat(Action action, int least, TimeSpan duration)
    {
        var times = new List<double>();
        var begun = clock.GetTimestamp();
        while (times.Count < least || (times.Count < MostRuns && clock.GetElapsedTime(begun) < duration))
        {
            cancel.ThrowIfCancellationRequested();
            var start = clock.GetTimestamp();
            action();
            times.Add(clock.GetElapsedTime(start).TotalSeconds);
        }

        return times;
    }
}
