using Bokgi.Host.Platform.Events.Store;
using Bokgi.IntegrationTests.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Events;

public sealed class SqliteEventLogTests(SqliteStore store) : EventLogTests(store), IClassFixture<SqliteStore>;

public sealed class PostgresEventLogTests(PostgresStore store) : EventLogTests(store), IClassFixture<PostgresStore>
{
    // The slow transaction inserts first and commits last. If its event were numbered at the insert, a reader could skip it.
    [Fact]
    public void Add_TransactionThatStaysOpen_BlocksNobodyAndIsNumberedAtItsCommit()
    {
        using var slow = Fixture.Database.Open();
        using var transaction = slow.Database.BeginTransaction();
        Log.Add(slow, "task:slow", "begun", new { });
        slow.SaveChanges();

        Publisher.Publish(new Event("task:quick", "begun", new { }));
        var quick = EventsAfter(0).Single(row => row.Topic == "task:quick").Number;
        transaction.Commit();

        EventsAfter(quick).ShouldContain(row => row.Topic == "task:slow");
    }

    [Fact]
    public async Task Publish_SeveralEvents_NotifiesAListenerOnce()
    {
        await using var listener = new NpgsqlConnection(Fixture.DatabaseUrl);
        await listener.OpenAsync(TestContext.Current.CancellationToken);
        await using (var listen = new NpgsqlCommand("LISTEN bokgi_events", listener))
            await listen.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var notifications = 0;
        listener.Notification += (_, _) => notifications++;

        Publisher.Publish([.. Enumerable.Range(0, 5).Select(i => new Event("tickers", "price", new { i }))]);

        (await listener.WaitAsync(TestTimeout.Value, TestContext.Current.CancellationToken)).ShouldBeTrue();
        notifications.ShouldBe(1);
    }
}

/// <summary>What the event log guarantees, on each database engine.</summary>
public abstract class EventLogTests(StoreFixture store)
{
    private static readonly DateTimeOffset Noon = new(2024, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider clock = new(Noon);

    protected StoreFixture Fixture => store;

    private protected EventLog Log => field ??= new EventLog(clock);

    private protected EventPublisher Publisher => new(store.Database, Log);

    [Fact]
    public void Publish_SeveralEvents_AreStoredInOrder()
    {
        var numberBefore = LastNumber();

        Publisher.Publish([
            .. Enumerable.Range(0, 100).Select(i => new Event($"task:{i}", "progress", new { DoneBars = i, Name = "복기" })),
        ]);

        var stored = EventsAfter(numberBefore);
        stored.Select(row => row.Topic).ShouldBe(Enumerable.Range(0, 100).Select(i => $"task:{i}"));
        stored.ShouldAllBe(row => row.Kind == "progress" && row.CreatedUtc == Noon.ToUnixTimeMilliseconds() * 1_000);
        stored[7].Data.ShouldBe("""{"done_bars":7,"name":"복기"}""");
    }

    [Fact]
    public async Task Publish_AnyEvent_SignalsTheFeeds()
    {
        Publisher.Publish(new Event("tickers", "price", new { }));

        var signalled = Log.Wake.WaitAsync(Timeout.InfiniteTimeSpan, clock, TestContext.Current.CancellationToken);
        await signalled.WaitAsync(TestTimeout.Value, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Add_TransactionRolledBack_LeavesNothing()
    {
        var numberBefore = LastNumber();
        using (var context = store.Database.Open())
        using (var transaction = context.Database.BeginTransaction())
        {
            Log.Add(context, "task:1", "begun", new { });
            context.SaveChanges();
            transaction.Rollback();
        }

        EventsAfter(numberBefore).ShouldBeEmpty();
    }

    [Fact]
    public void Publish_OneInvalidEvent_StoresNone()
    {
        var numberBefore = LastNumber();

        Should.Throw<ArgumentException>(() =>
            Publisher.Publish(new Event("task:1", "begun", new { }), new Event("task:1", "gap", new { }))
        );

        EventsAfter(numberBefore).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "begun")]
    [InlineData("Task", "begun")]
    [InlineData("task:", "begun")]
    [InlineData("task:a b", "begun")]
    [InlineData("task:a,b", "begun")]
    [InlineData("task:a\n", "begun")]
    [InlineData("task\n", "begun")]
    [InlineData("task:1", "")]
    [InlineData("task:1", "hello")]
    [InlineData("task:1", "gap")]
    [InlineData("task:1", "heartbeat")]
    [InlineData("task:1", "a b")]
    [InlineData("task:1", "a\ndata: {}")]
    public void Add_InvalidOrReservedName_IsRefused(string topic, string kind)
    {
        using var context = store.Database.Open();

        Should.Throw<ArgumentException>(() => Log.Add(context, topic, kind, new { }));
    }

    // The limit is 65,536 characters of JSON, which include the two quotes around the text.
    [Theory]
    [InlineData(65_534, true)]
    [InlineData(65_535, false)]
    public void Add_DataAroundItsLimit_IsAcceptedOrRefused(int letters, bool isAccepted)
    {
        using var context = store.Database.Open();
        // A topic may have 100 characters: "task:" and 95 more.
        var add = () => Log.Add(context, $"task:{new string('1', 95)}", "begun", new string('x', letters));

        if (isAccepted)
            add.ShouldNotThrow();
        else
            add.ShouldThrow<ArgumentException>().Message.ShouldContain("65537 characters");
    }

    // A reader that asks for numbers above the last it saw gets each event once, whatever the order of commits.
    [Fact]
    public async Task Reader_ManyWritersThatHoldTransactionsOpen_MissesNothing()
    {
        const int Writers = 12;
        const int Transactions = 15;
        using var ready = new CountdownEvent(Writers);
        var numberBefore = LastNumber();
        var writers = Enumerable
            .Range(0, Writers)
            .Select(writer => Task.Factory.StartNew(() => Write(writer), TaskCreationOptions.LongRunning));
        var allWriters = Task.WhenAll(writers.ToList());

        var seen = new List<EventRow>();
        bool areWritersDone;
        do
        {
            areWritersDone = allWriters.IsCompleted;
            seen.AddRange(EventsAfter(seen.Count > 0 ? seen[^1].Number : numberBefore));
        } while (!areWritersDone);
        await allWriters;

        seen.Select(row => row.Number).ShouldBe(seen.Select(row => row.Number).Order());
        var expected = Enumerable
            .Range(0, Writers)
            .SelectMany(writer => Enumerable.Range(0, Transactions * 2).Select(i => $"w:{writer}-{i}"));
        seen.Select(row => row.Topic).Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
        foreach (var writer in seen.GroupBy(row => row.Topic.Split('-')[0]))
            writer.Select(row => int.Parse(row.Topic.Split('-')[1])).ShouldBe(Enumerable.Range(0, Transactions * 2), writer.Key);

        void Write(int writer)
        {
            ready.Signal();
            ready.Wait();
            var random = new Random(writer);
            for (var i = 0; i < Transactions; i++)
                Commit(writer, i, random.Next(20));
        }
    }

    // The queries between insert and commit keep the transaction open for a while.
    private void Commit(int writer, int transaction, int queries)
    {
        using var context = store.Database.Open();
        using var openTransaction = context.Database.BeginTransaction();
        Log.Add(context, $"w:{writer}-{2 * transaction}", "step", new { });
        Log.Add(context, $"w:{writer}-{(2 * transaction) + 1}", "step", new { });
        context.SaveChanges();
        for (var i = 0; i < queries; i++)
            _ = context.Set<EventRow>().AsNoTracking().OrderBy(row => row.Number).FirstOrDefault();
        openTransaction.Commit();
    }

    private protected IReadOnlyList<EventRow> EventsAfter(long number)
    {
        using var context = store.Database.Open();
        return [.. context.Set<EventRow>().AsNoTracking().Where(row => row.Number > number).OrderBy(row => row.Number)];
    }

    private long LastNumber()
    {
        using var context = store.Database.Open();
        return context.Set<EventRow>().Max(row => (long?)row.Number) ?? 0;
    }
}
