using Bokgi.Performance;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Performance;

public class SignalStudyTests
{
    [Fact]
    public void Add_TwoWinsOneLossOneBreakEven_GivesTheExpectedFigures()
    {
        var study = Study((100, 150), (200, 150), (80, 80), (10, 15));

        (study.Samples, study.WinRate, study.AverageReturn).ShouldBe((4, 0.5, 0.1875));
    }

    [Fact]
    public void Add_AnotherStudy_PoolsTheSignals()
    {
        var pooled = Study((100, 150));

        pooled.Add(Study((200, 150), (100, 100)));

        (pooled.Samples, pooled.WinRate!.Value, pooled.AverageReturn!.Value).ShouldBe((3, 1 / 3.0, 0.25 / 3));
    }

    [Fact]
    public void Figures_NoSignals_AreNull() => (new SignalStudy().WinRate, new SignalStudy().AverageReturn).ShouldBe((null, null));

    private static SignalStudy Study(params (double Entry, double Exit)[] signals)
    {
        var study = new SignalStudy();
        foreach (var (entry, exit) in signals)
            study.Add(entry, exit);
        return study;
    }
}
