using Bokgi.Host.Platform.Events.Store;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Platform;

public sealed class EventLogTests
{
    [Theory]
    [InlineData("hello")]
    [InlineData("gap")]
    [InlineData("heartbeat")]
    public void Add_ReservedKind_IsRefusedListingTheReservedKinds(string kind) =>
        Should
            .Throw<ArgumentException>(() => new EventLog(new FakeTimeProvider()).Add(null!, "tickers", kind, new { }))
            .Message.ShouldBe($"'{kind}' is not a kind of event; write a word other than hello, gap and heartbeat (Parameter 'kind')");
}
