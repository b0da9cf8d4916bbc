using Bokgi.Host.Alerts;
using Bokgi.Host.Alerts.Store;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Settings;
using Bokgi.IntegrationTests.Events;
using Bokgi.IntegrationTests.Store;
using Bokgi.Markets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bokgi.IntegrationTests.Alerts;

/// <summary>The base class of tests of alerts: a database, a clock that the test advances, and channels that record their messages.</summary>
public abstract class AlertSetup : IDisposable
{
    private readonly StoreFixture store;
    private readonly EventHost host;

    protected AlertSetup(StoreFixture store)
    {
        this.store = store;
        host = new EventHost(store, Clock);
    }

    private protected static CancellationToken Cancel => CancellationToken.None;

    private protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 3, 0, 0, TimeSpan.Zero)); // noon in Korea

    private protected RecordingChannel Slack { get; } = new();

    private protected RecordingChannel Telegram { get; } = new("telegram");

    private protected HostSettings Settings => store.Settings;

    public void Dispose()
    {
        host.Dispose();
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A message as one line: severity, title and fields.</summary>
    private protected static string FormatLine(AlertMessage message)
    {
        var severity = message.IsRecovery ? "recovered" : message.Severity.ToString().ToLowerInvariant();
        var fields = message.Fields.Select(field => $"{field.Name}={field.Value}");
        return $"{severity}: {message.Title.En} [{string.Join(", ", fields)}]";
    }

    // The next three methods create the data of an event.
    private protected static object FailureData(string taskId) =>
        new
        {
            task_id = taskId,
            result = (string?)null,
            error = "x",
        };

    private protected static object SignalData(string symbol) =>
        new
        {
            symbol,
            strategy_name = "volume_long_candle",
            timestamp = "2026-03-01T03:00:00Z",
            price = 1.0,
            confidence = 1.0,
        };

    private protected static object PositionClosedData(string symbol, double change) =>
        new
        {
            position_id = "1-1",
            symbol,
            strategy_name = "volume_long_candle",
            exit_time = "2026-03-01T03:00:00Z",
            exit_price = 10.0,
            exit_reason = "hold",
            realized_pnl = 5.0,
            realized_pnl_pct = change,
        };

    private protected void Publish(string topic, string kind, object data)
    {
        using var context = store.Database.Open();
        new EventLog(Clock).Add(context, topic, kind, data);
        context.SaveChanges();
    }

    /// <summary>Adds a paper session that began now, and its trades.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="trades">For each trade, in how many hours it is closed, and its profit in quote currency.</param>
    /// <param name="symbol">The market of the trades.</param>
    private protected void AddSession(string id, IReadOnlyList<(int Hours, decimal Profit)> trades, string symbol = "BTC_KRW")
    {
        using var context = store.Database.Open();
        var now = UnixTime.FromDateTime(Clock.GetUtcNow().UtcDateTime);
        var row = new PaperSessionRow
        {
            SessionId = id,
            State = Bokgi.Host.PaperTrading.Simulation.SessionState.Running,
            Request = "{}",
            CreatedUtc = now,
        };
        context.Add(row);
        context.SaveChanges();
        foreach (var (hours, profit) in trades)
            context.Add(
                new PaperTradeRow
                {
                    SessionNumber = row.Number,
                    PositionId = $"1-{hours}",
                    Symbol = symbol,
                    Strategy = "volume_long_candle",
                    EntryBar = hours,
                    ExitBar = hours + 1,
                    EntryUtc = now,
                    ExitUtc = now + (hours * UnixTime.MicrosecondsPerHour),
                    EntryPrice = 1,
                    ExitPrice = 2,
                    Quantity = 1,
                    EntryFee = 0,
                    ExitFee = 0,
                    Slippage = 0,
                    Pnl = profit,
                    Return = 0,
                    ExitReason = Bokgi.Trading.ExitReason.Hold,
                    Confidence = 1,
                    MaximumAdverseExcursion = 0,
                    MaximumFavourableExcursion = 0,
                    IsLate = false,
                }
            );
        context.SaveChanges();
    }

    private protected AlertStore CreateStore(HostSettings? settings = null) =>
        new(store.Database, new EventLog(Clock), settings ?? Settings, Clock);

    private protected static HostSettings ReadSettings(IEnumerable<(string Name, string Value)> values) =>
        HostSettings.Read(
            null,
            new ConfigurationBuilder()
                .AddInMemoryCollection(values.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
                .Build()
        );

    private protected async Task<AlertService> StartAsync(params (string Name, string Value)[] values)
    {
        var service = CreateService(ReadSettings(values));
        await service.RaiseAlertsAsync(Cancel); // events before this first call raise no alerts
        return service;
    }

    private protected AlertService CreateService(HostSettings? settings = null, IReadOnlyList<IAlertChannel>? channels = null) =>
        new(
            CreateStore(settings),
            host.Feed,
            new EventStore(store.Database),
            new DailySummary(CreateStore(settings), new PaperQueries(store.Database), settings ?? Settings, Clock),
            channels ?? [Slack, Telegram],
            Clock,
            NullLogger<AlertService>.Instance
        );

    private protected async Task SendAllAsync(AlertService service)
    {
        foreach (var channel in (RecordingChannel[])[Slack, Telegram])
        {
            while (await service.SendAsync(channel, Cancel) > 0) { }
        }
    }
}
