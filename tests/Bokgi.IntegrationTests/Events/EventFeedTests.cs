using System.Text.Json;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.IntegrationTests.Store;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Events;

public sealed class SqliteEventFeedTests() : EventFeedTests(new SqliteStore());

public sealed class PostgresEventFeedTests(PostgresServer server) : EventFeedTests(new PostgresStore(server));

/// <summary>What a client receives over time and across restarts, on each database engine. The test advances the clock of the server.</summary>
public abstract class EventFeedTests(StoreFixture store) : IDisposable
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero));

    public void Dispose()
    {
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    // Clients disconnect and servers restart at random points, so that some events come from memory and some from the table.
    [Fact]
    public void Follow_DisconnectedAtRandomPoints_GetsEachEventOnce() =>
        Gen.Select(Gen.Int[1, 25].Array[1, 6], Gen.Int[1, 40].Array[1, 12], Gen.Int[0, 2].Array[12])
            .Sample(
                (batchSizes, eventsPerConnection, restartDraws) => FollowWithDisconnects(batchSizes, eventsPerConnection, restartDraws),
                iter: 10,
                threads: 1
            );

    [Fact]
    public void Follow_EventsOlderThanADay_AreDeletedAndReportedAsAGap()
    {
        long lastReadId;
        using (var firstHost = new EventHost(store, clock))
        {
            using var client = EventClient.Connect(firstHost.Address);
            firstHost.Publisher.Publish(NumberedEvent(1), NumberedEvent(2), NumberedEvent(3));
            lastReadId = client.WaitForEvents(3)[0].Id;
            clock.Advance(TimeSpan.FromHours(23));
            firstHost.Publisher.Publish(NumberedEvent(4));
            client.WaitForEvents(4);
        }

        using var host = new EventHost(store, clock);
        clock.Advance(TimeSpan.FromMinutes(70)); // the first three events are now older than a day
        WaitUntilCleaned(expectedCount: 2); // the gap and the fourth event

        using var lateClient = EventClient.Connect(host.Address, "?topics=other,task:a", lastEventId: lastReadId);
        var events = lateClient.WaitForEvents(2);
        var gap = events[0];
        (gap.Kind, gap.Data).ShouldBe(("gap", $$"""{"last_event_id":{{lastReadId}},"resumed_after":{{gap.Id}}}"""));
        events[1].Number.ShouldBe(4);
        using var clientAfterGap = EventClient.Connect(host.Address, lastEventId: gap.Id);
        clientAfterGap.WaitForEvents(1)[0].Number.ShouldBe(4);
    }

    [Fact]
    public async Task DeleteOlder_ManyOldEvents_KeepsTheRecentOnesAndIsIdempotent()
    {
        var publisher = new EventPublisher(store.Database, new EventLog(clock));
        var eventStore = new EventStore(store.Database);
        var cancel = TestContext.Current.CancellationToken;
        var begin = await eventStore.NewestNumberAsync(cancel);
        // More events than EventStore deletes in one batch, which is 1,000.
        publisher.Publish([.. Enumerable.Range(0, 2_500).Select(i => NumberedEvent(i))]);
        clock.Advance(TimeSpan.FromHours(1));
        publisher.Publish(NumberedEvent(2_500), NumberedEvent(2_501));
        var cutoff = clock.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;

        for (var repetition = 0; repetition < 2; repetition++)
        {
            await eventStore.DeleteOlderThanAsync(cutoff, cancel);

            var kept = await eventStore.ReadAfterAsync(begin, 100, cancel);
            kept.Select(row => row.Kind).ShouldBe(["gap", "step", "step"]);
            kept[0].Number.ShouldBeGreaterThanOrEqualTo(begin + 2_500);
        }
    }

    [Fact]
    public void Follow_NothingHappens_GetsHeartbeatsWithTheServersTime()
    {
        using var host = new EventHost(store, clock);
        using var client = EventClient.Connect(host.Address, "?topics=quiet");
        client.WaitUntil(seen => seen.Count == 1, "greeting");
        using var clientOfAllTopics = EventClient.Connect(host.Address);
        host.Publisher.Publish(NumberedEvent(1));
        var newest = clientOfAllTopics.WaitForEvents(1)[0].Id;

        var began = TimeProvider.System.GetTimestamp();
        while (client.Heartbeats.Count < 3 && TimeProvider.System.GetElapsedTime(began) < TestTimeout.Value)
            clock.Advance(TimeSpan.FromSeconds(5));

        client.Heartbeats.Count.ShouldBeGreaterThanOrEqualTo(3);
        var times = client
            .Heartbeats.Select(heartbeat => JsonElement.Parse(heartbeat.Data).GetProperty("server_time").GetDateTimeOffset())
            .ToList();
        times.ShouldBe(times.Order());
        times.ShouldAllBe(time => time.Year == 2024 && time <= clock.GetUtcNow());
        JsonElement.Parse(client.Heartbeats[0].Data).GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
        client.WaitUntil(_ => client.LastId == newest, "id past the events of other topics");
        client.Events.Count.ShouldBe(1);
    }

    private void FollowWithDisconnects(int[] batchSizes, int[] eventsPerConnection, int[] restartDraws)
    {
        var host = new EventHost(store, clock);
        try
        {
            var received = new List<ReceivedEvent>();
            var lastReadId = host.Feed.NewestNumber;
            var total = batchSizes.Sum();
            var publisher = host.Publisher;
            var writer = Task.Run(() =>
            {
                var n = 0;
                foreach (var size in batchSizes)
                    publisher.Publish([.. Enumerable.Range(0, size).Select(_ => NumberedEvent(n++))]);
            });
            for (var i = 0; received.Count < total; i++)
            {
                var wanted = Math.Min(eventsPerConnection[i % eventsPerConnection.Length], total - received.Count);
                using (var client = EventClient.Connect(host.Address, lastEventId: lastReadId))
                    received.AddRange(client.WaitForEvents(wanted).Take(wanted));
                lastReadId = received.Count > 0 ? received[^1].Id : lastReadId;
                if (restartDraws[i % restartDraws.Length] == 0 && writer.IsCompleted) // one draw in three is 0
                {
                    host.Dispose();
                    host = new EventHost(store, clock);
                }
            }

            writer.Wait();
            received.Select(item => item.Number).ShouldBe(Enumerable.Range(0, total));
            received.Zip(received.Skip(1)).ShouldAllBe(pair => pair.First.Id < pair.Second.Id);
        }
        finally
        {
            host.Dispose();
        }
    }

    // The feed may set its timer only after the host has started, so the clock is advanced again and again until the feed has cleaned up,
    // but not so far that recent events expire.
    private void WaitUntilCleaned(int expectedCount)
    {
        for (var i = 0; i < 100 && !SpinWait.SpinUntil(() => CountEvents() == expectedCount, TestTimeout.Value / 100); i++)
            clock.Advance(TimeSpan.FromMinutes(10));
        CountEvents().ShouldBe(expectedCount);
    }

    private int CountEvents()
    {
        using var context = store.Database.Open();
        return context.Set<EventRow>().Count();
    }

    private static Event NumberedEvent(int n) => new("task:a", "step", new { n });
}
