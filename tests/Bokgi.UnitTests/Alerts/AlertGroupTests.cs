using Bokgi.Host.Alerts;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Alerts;

public sealed class AlertGroupTests
{
    // In microseconds.
    private const long Second = 1_000_000;
    private const long Minute = 60 * Second;

    [Fact]
    public void Problem_ThatLasts_IsSentOnceAnHour()
    {
        var group = AlertGroup.Empty;
        var sent = new List<(long Minute, int? Repeats)>();

        for (var time = 0L; time <= 125 * Minute; time += 10 * Second)
        {
            (group, var repeats) = group.RecordProblem(time, AlertSeverity.Warning);
            if (repeats is not null)
                sent.Add((time / Minute, repeats));
        }

        sent.ShouldBe([(0, 0), (60, 359), (120, 359)]); // 360 reports an hour: one is sent, and the next message counts the other 359
    }

    [Fact]
    public void Problem_ThatBecomesMoreSerious_IsSentAtOnce()
    {
        var (group, _) = AlertGroup.Empty.RecordProblem(0, AlertSeverity.Warning);
        (group, var whenSame) = group.RecordProblem(10 * Second, AlertSeverity.Warning);
        (group, var whenWorse) = group.RecordProblem(20 * Second, AlertSeverity.Critical);
        (_, var whenBetter) = group.RecordProblem(30 * Second, AlertSeverity.Warning);

        (whenSame, whenWorse, whenBetter).ShouldBe((null, 1, null)); // null: not sent; 1: sent, after one report that was not
    }

    [Fact]
    public void Recovery_AfterAProblemWasSent_IsSentOnce()
    {
        var (group, _) = AlertGroup.Empty.RecordProblem(0, AlertSeverity.Warning);
        (group, var firstRepeats) = group.RecordRecovery(10 * Second);
        (group, var secondRepeats) = group.RecordRecovery(20 * Second);

        (firstRepeats, secondRepeats).ShouldBe((0, null));
        AlertGroup.Empty.RecordRecovery(0).Repeats.ShouldBeNull("nothing was wrong");
    }

    [Fact]
    public void Problem_ThatComesAndGoes_IsSentEveryFiveMinutesAtMost()
    {
        var group = AlertGroup.Empty;
        var sent = new List<string>();

        for (var i = 0; i < 60; i++) // for 20 minutes, bad for 10 s and good for 10 s in turn
        {
            (group, var problem) = group.RecordProblem(i * 20 * Second, AlertSeverity.Warning);
            (group, var recovery) = group.RecordRecovery((i * 20 * Second) + (10 * Second));
            if (problem is not null)
                sent.Add($"problem {problem}");
            if (recovery is not null)
                sent.Add("recovery");
        }

        // After the first messages, a problem is sent only after five minutes. 15 problems came since the last message.
        sent.ShouldBe(["problem 0", "recovery", "problem 15", "recovery", "problem 15", "recovery", "problem 15", "recovery"]);
    }

    // Whatever happens, the last message tells the current state after at most five minutes, and at most two messages are sent in five minutes.
    [Fact]
    public void AnySequence_OfProblemsAndRecoveries_MakesTheLastMessageTrueWithinFiveMinutes() =>
        Gen.Select(Gen.Int[1, 40], Gen.Bool)
            .Array[1, 40]
            .Sample(
                spans =>
                {
                    var group = AlertGroup.Empty;
                    var (time, isLastSentBad) = (0L, false);
                    var sent = new List<long>();
                    foreach (var (reports, isBad) in spans)
                    {
                        for (var i = 0; i < reports; i++)
                        {
                            (group, var repeats) = isBad ? group.RecordProblem(time, AlertSeverity.Warning) : group.RecordRecovery(time);
                            if (repeats is not null)
                            {
                                sent.Add(time);
                                isLastSentBad = isBad;
                            }

                            time += 10 * Second;
                        }

                        if (!isBad)
                            isLastSentBad.ShouldBeFalse();
                        else if (reports * 10 * Second > AlertGroup.MinimumGap.TotalSeconds * Second)
                            isLastSentBad.ShouldBeTrue();
                    }

                    for (var i = 2; i < sent.Count; i++)
                        (sent[i] - sent[i - 2]).ShouldBeGreaterThanOrEqualTo((long)(AlertGroup.MinimumGap.TotalSeconds * Second));
                },
                iter: Iterations.Scale(2_000)
            );
}
