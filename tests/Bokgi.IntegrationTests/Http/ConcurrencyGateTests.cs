using Bokgi.Host.Platform.Access;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

public sealed class ConcurrencyGateTests : IDisposable
{
    private const int Streams = 32;

    private readonly ConcurrencyGate line = new();

    public void Dispose() => line.Dispose();

    [Fact]
    public async Task Wait_LineIsFull_TurnsAwayUntilAPlaceIsFree()
    {
        var cancel = TestContext.Current.CancellationToken;
        var working = new List<IDisposable>();
        for (var i = 0; i < ConcurrencyGate.Workers; i++)
            working.Add(await line.WaitAsync(cancel));
        var waiting = Enumerable.Range(0, ConcurrencyGate.Length).Select(_ => line.WaitAsync(cancel).AsTask()).ToList();

        using (var turnedAway = await line.WaitAsync(cancel))
            turnedAway.IsAcquired.ShouldBeFalse();
        waiting.ShouldAllBe(task => !task.IsCompleted);

        working[0].Dispose();
        (await waiting[0]).IsAcquired.ShouldBeTrue();
        waiting[1].IsCompleted.ShouldBeFalse();
        working.ForEach(place => place.Dispose());
    }

    [Fact]
    public void Stream_AllPlacesTaken_TurnsAwayAtOnce()
    {
        var places = Enumerable.Range(0, Streams).Select(_ => line.Stream()).ToList();

        places.ShouldAllBe(place => place.IsAcquired);
        line.Stream().IsAcquired.ShouldBeFalse();
        places.ForEach(place => place.Dispose());
        line.Stream().IsAcquired.ShouldBeTrue();
    }
}
