using Bokgi.Host.Platform.Bodies;
using Bokgi.Host.Platform.Errors;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Platform;

public sealed class BodyBudgetTests
{
    private readonly BodyBudget budget = new(100);

    [Fact]
    public void Take_BytesHeldByAnotherShare_AreRefusedUntilReturned()
    {
        using var firstShare = new BodyShare(budget);
        using var secondShare = new BodyShare(budget);
        firstShare.Take(60);
        secondShare.Take(40);

        Should.Throw<BodyRejectedException>(() => secondShare.Take(1)).Status.ShouldBe(429);
        budget.TakenBytes.ShouldBe(100);

        firstShare.Return(10);
        secondShare.Take(10);
        firstShare.Dispose();
        budget.TakenBytes.ShouldBe(50);
        secondShare.Dispose();
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
