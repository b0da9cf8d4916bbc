using Bokgi.Host.Benchmarks;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Benchmarks;

public sealed class BenchmarkAlertsTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 3, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Of_TargetMissedEveryFiveMinutes_SendsTheFirstMissThenAReminderAndARecovery()
    {
        var alerts = new BenchmarkAlerts(clock);
        var sent = new List<(int Run, bool IsRecovery, int Repeats)>();
        for (var run = 0; run < 20; run++)
        {
            var seconds = run is >= 2 and < 17 ? 0.7 : 0.3; // the target is at most 0.5 s
            foreach (var message in alerts.CreateMessages([BenchmarkResult.AtMost("300_candles", seconds, "s", 0.5)]))
                sent.Add((run, message.IsRecovery, message.Repeats));
            clock.Advance(TimeSpan.FromMinutes(5));
        }

        // Run 2 is the first miss. Run 14 comes an hour later and sends a reminder, which counts the 11 misses in between that were not sent.
        // Run 17 meets the target again and sends a recovery, which counts the two misses since the reminder.
        sent.ShouldBe([(2, false, 0), (14, false, 11), (17, true, 2)]);
    }
}
