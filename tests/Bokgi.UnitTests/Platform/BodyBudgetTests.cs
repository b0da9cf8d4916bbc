using Bokgi.Host.Platform.Bodies;
using Bokgi.Host.Platform.Errors;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Platform;

public sealed class BodyBudgetTests
{
    private readonly BodyBudget budget = new(100);

    [Fact]
    public void Take_BytesThatOthersHold_IsRefusedUntilTheyReturnThem()
    {
        using var first = new BodyShare(budget);
        using var second = new BodyShare(budget);
        first.Take(60);
        second.Take(40);

        Should.Throw<BodyRejectedException>(() => second.Take(1)).Status.ShouldBe(429);
        budget.TakenBytes.ShouldBe(100);

        first.Return(10);
        second.Take(10);
        first.Dispose();
        budget.TakenBytes.ShouldBe(50);
        second.Dispose();
        budget.TakenBytes.ShouldBe(0);
    }

    [Fact]
    public void Take_MoreThanTheWholeBudget_IsTooLarge()
    {
        using var share = new BodyShare(budget);
        share.Take(60);

        Should.Throw<BodyRejectedException>(() => share.Take(41)).Status.ShouldBe(413);
        budget.TakenBytes.ShouldBe(60);
    }
}
