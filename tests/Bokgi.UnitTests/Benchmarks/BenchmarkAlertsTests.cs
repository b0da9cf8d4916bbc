using Bokgi.Host.Benchmarks;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Benchmarks;

public sealed class BenchmarkAlertsTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 3, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Of_TargetMissedEveryFiveMinutes_ReportsTheFirstMissThenAReminderAndTheEnd()
    {
        var alerts = new BenchmarkAlerts(clock);
        var sent = new List<(int Run, bool IsRecovery, int Repeats)>();
        for (var run = 0; run < 20; run++)
        {
            var seconds = run is >= 2 and < 17 ? 0.7 : 0.3; // the target is at most 0.5 s
            foreach (var message in alerts.Of([BenchmarkResult.AtMost("300_candles", seconds, "s", 0.5)]))
                sent.Add((run, message.IsRecovery, message.Repeats));
            clock.Advance(TimeSpan.FromMinutes(5));
        }

        // The reminder comes after an hour, in which 11 misses were not sent. The end comes after two more.
        sent.ShouldBe([(2, false, 0), (14, false, 11), (17, true, 2)]);
    }
}
