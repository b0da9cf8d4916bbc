using System.Text.Json;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Leases;
using Bokgi.IntegrationTests.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.PaperTrading;

public sealed class SqliteSessionLeaseTests(SqliteStore fixture) : SessionLeaseTests(fixture), IClassFixture<SqliteStore>;

public sealed class PostgresSessionLeaseTests(PostgresStore fixture) : SessionLeaseTests(fixture), IClassFixture<PostgresStore>;

/// <summary>A session has one owner at a time, and a former owner cannot write. Runs on each database engine.</summary>
public abstract class SessionLeaseTests(StoreFixture fixture)
{
    private static readonly DateTimeOffset Noon = new(2024, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly PaperStore store = CreateStoreWithClockOffset(fixture, 0);

    [Theory]
    [InlineData("begin")]
    [InlineData("connection")]
    [InlineData("error")]
    [InlineData("bar")]
    [InlineData("heartbeat")]
    [InlineData("release")]
    public async Task Write_ByFormerOwner_ChangesNothing(string write)
    {
        var freeLease = await CreateSessionAsync();
        var number = freeLease.Number;
        var formerLease = (await store.ClaimAsync(freeLease, $"former {number}")).ShouldNotBeNull();
        // The other owner has last seen the former owner's lease, so that lease is what it claims.
        (await store.ClaimAsync(formerLease, $"other {number}"))
            .ShouldNotBeNull()
            .Fence.ShouldBe(2);
        var before = StoredRows(number);

        if (write == "heartbeat")
            (await store.RecordHeartbeatsAsync(formerLease.Owner!)).ShouldBeEmpty();
        else if (write == "release")
            await store.ReleaseAsync(formerLease, "late");
        else
            await Should.ThrowAsync<LeaseLostException>(() => WriteAsync(formerLease, write));

        StoredRows(number).ShouldBe(before);
    }

    [Fact]
    public async Task SetConnection_FailsAgainAndAgain_KeepsTheBeginningOfTheOutage()
    {
        var lease = (await store.ClaimAsync(await CreateSessionAsync(), "owner")).ShouldNotBeNull();
        var queries = new PaperQueries(fixture.Database);
        var times = new List<(bool IsConnected, long? SinceUtc)>();
        foreach (var (isConnected, atUtc) in ((bool, long)[])[(true, 10), (false, 20), (false, 30), (false, 40), (true, 50)])
        {
            await store.SetConnectionAsync(lease, isConnected, atUtc, isConnected ? null : "refused");
            var row = (await queries.FindAsync(lease.SessionId)).ShouldNotBeNull();
            times.Add((row.IsConnected, row.ConnectionUtc));
        }

        times.ShouldBe([(true, 10), (false, 20), (false, 20), (false, 20), (true, 50)]);
    }

    [Fact]
    public async Task Claim_Concurrent_SucceedsOnce()
    {
        var freeLease = await CreateSessionAsync();

        var leases = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => store.ClaimAsync(freeLease, $"w{i}"))));

        leases.Count(lease => lease is not null).ShouldBe(1);
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(7)]
    public async Task FindExpired_ClockOfOwnerIsHoursWrong_DependsOnHeartbeatsAlone(int hours)
    {
        var (wrongClockStore, monitor) = (CreateStoreWithClockOffset(fixture, hours), new LivenessMonitor());
        var freeLease = await CreateSessionAsync();
        var number = freeLease.Number;
        var owner = $"wrong {number}";
        var ownersLease = (await wrongClockStore.ClaimAsync(freeLease, owner)).ShouldNotBeNull();
        for (var poll = 0; poll < 20; poll++)
        {
            (await PollAsync(monitor, number)).ShouldBeEmpty();
            (await wrongClockStore.RecordHeartbeatsAsync(owner)).ShouldBe([number]);
        }

        // The first of these five polls sees the last heartbeat. Four polls without a new heartbeat are tolerated; the fifth finds the lease
        // expired.
        for (var poll = 0; poll < 5; poll++)
            (await PollAsync(monitor, number)).ShouldBeEmpty();
        var expired = (await PollAsync(monitor, number)).ShouldHaveSingleItem();
        (await store.ClaimAsync(expired, "right")).ShouldNotBeNull();

        await Should.ThrowAsync<LeaseLostException>(() => wrongClockStore.SetBeginAsync(ownersLease, 1));
    }

    private static PaperStore CreateStoreWithClockOffset(StoreFixture fixture, int hours)
    {
        var clock = new FakeTimeProvider(Noon.AddHours(hours));
        return new PaperStore(fixture.Database, new EventLog(clock), clock);
    }

    private Task WriteAsync(SessionLease lease, string write) =>
        write switch
        {
            "begin" => store.SetBeginAsync(lease, 1),
            "connection" => store.SetConnectionAsync(lease, isConnected: true, 1, error: null),
            "error" => store.SetErrorAsync(lease, "late"),
            "bar" => store.CommitAsync(
                lease,
                new SessionChange
                {
                    LogLength = 0,
                    Entries =
                    [
                        new PaperEntryRow
                        {
                            SessionNumber = lease.Number,
                            Sequence = 0,
                            Kind = LogEntryKind.Pause,
                            TimeUtc = 1,
                            Equity = 1,
                            CreatedUtc = 1,
                        },
                    ],
                    SteppedUntilUtc = 1,
                    State = SessionState.Running,
                    SavedState = [1],
                    Events = [("candles", new { })],
                }
            ),
            _ => throw new ArgumentException(write, nameof(write)),
        };

    // Returns an unclaimed lease.
    private async Task<SessionLease> CreateSessionAsync()
    {
        var row = await store.CreateAsync("{}", new { });
        return (await store.ActiveLeasesAsync()).Single(lease => lease.Number == row.Number);
    }

    private async Task<IReadOnlyList<SessionLease>> PollAsync(LivenessMonitor monitor, long number) =>
        monitor.FindExpired((await store.ActiveLeasesAsync()).Where(lease => lease.Number == number));

    // All rows of a session as text, which a test compares before and after a write.
    private string StoredRows(long number)
    {
        using var context = fixture.Database.Open();
        var row = context.Set<PaperSessionRow>().AsNoTracking().Single(session => session.Number == number);
        var topic = SessionMessages.Topic(row.SessionId);
        return JsonSerializer.Serialize(row)
            + JsonSerializer.Serialize(context.Set<PaperEntryRow>().AsNoTracking().Where(entry => entry.SessionNumber == number).ToList())
            + JsonSerializer.Serialize(context.Set<PaperStateRow>().AsNoTracking().Where(state => state.SessionNumber == number).ToList())
            + JsonSerializer.Serialize(context.Set<EventRow>().AsNoTracking().Where(sessionEvent => sessionEvent.Topic == topic).ToList());
    }
}
