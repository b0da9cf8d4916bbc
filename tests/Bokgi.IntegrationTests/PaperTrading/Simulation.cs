using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Sessions;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.PaperTrading.Verification;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Exchanges;
using Bokgi.Host.Platform.Leases;
using Bokgi.Host.Platform.Settings;
using Bokgi.MarketData.Exchanges;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Shouldly;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>
/// A paper session in a single-threaded simulation. A seed determines everything: what the exchange does, which trades are lost,
/// when the process crashes and what users request. The database is real.
/// </summary>
internal sealed class Simulation : IDisposable
{
    private const int Minutes = 70;
    private const int WarmupMinutes = 30;
    private const long Second = UnixTime.MicrosecondsPerSecond;

    private static readonly long StartUtc = UnixTime.FromDateTime(new DateTime(2025, 9, 10, 14, 30, 0, DateTimeKind.Utc));
    private static readonly Symbol[] Symbols = [.. new[] { "BTC_KRW", "ETH_KRW", "XRP_KRW" }.Select(Symbol.Parse)];
    private static readonly LogEntryKind[] CommandKinds =
    [
        LogEntryKind.Pause,
        LogEntryKind.Resume,
        LogEntryKind.SwitchOff,
        LogEntryKind.SwitchOn,
        LogEntryKind.Close,
    ];

    private readonly Random random;
    private readonly SimulatedFaults faults;
    private readonly CrashingClock clock = new();
    private readonly SimulatedExchange exchange;
    private readonly ExchangeConnections connections;
    private readonly PaperStore store;
    private readonly SessionCommands sessionCommands;
    private readonly SessionCommands userCommands;
    private readonly CandleLake lake;
    private readonly long sessionNumber;
    private readonly long clockSkew;
    private readonly SimulatedTape tape;
    private readonly List<ExchangeTrade> delivered = [];
    private LiveBars liveBars;
    private SessionRunner runner = null!;
    private SessionLease lease = null!;
    private HashSet<Symbol> liveSymbols = [];
    private long lastDeliveredUtc = StartUtc;
    private bool isBehind; // a request to the exchange failed, so the session must catch up
    private int processCount;

    public Simulation(int seed, SimulatedFaults faults, BokgiDatabase database, HostSettings settings)
    {
        (random, this.faults) = (new Random(seed), faults);
        exchange = new SimulatedExchange(Symbols, StartUtc - (WarmupMinutes * 60 * Second), WarmupMinutes + Minutes, seed)
        {
            UnavailableShare = faults.Unavailable,
        };
        connections = new ExchangeConnections(settings, clock, (_, _) => exchange);
        lake = new CandleLake(settings.DataRoot);
        store = new PaperStore(database, new EventLog(clock), clock);
        sessionCommands = new SessionCommands(database, clock);
        userCommands = new SessionCommands(database, TimeProvider.System); // a clock that never crashes: users are not part of the process
        Queries = new PaperQueries(database);
        liveBars = new LiveBars(clock);
        clockSkew = random.Next(-3_600, 3_600) * Second; // the server's clock may be wrong by up to an hour
        tape = new SimulatedTape(exchange.Trades.Where(trade => trade.TimeUtc >= StartUtc));
        var request = SimulatedSessionRequest.Create(random, Symbols);
        Plan = request.ToPlan();
        AdvanceTo(StartUtc + random.Next(0, 60) * Second);
        sessionNumber = store.CreateAsync(request.ToJson(), new { }).GetAwaiter().GetResult().Number;
    }

    public SessionPlan Plan { get; }

    public PaperQueries Queries { get; }

    /// <summary>Everything that is stored about the session.</summary>
    public PaperQueries.StoredSession StoredSession => Queries.LoadStoredSessionAsync(sessionNumber).GetAwaiter().GetResult();

    public SimulatedExchange Exchange => exchange;

    /// <summary>How many processes have crashed.</summary>
    public int Crashes => processCount - 1;

    /// <summary>Bars with a late trade or a later correction, which verification must report.</summary>
    public HashSet<(Symbol Symbol, long OpenUtc)> AffectedBars { get; } = [];

    public void Dispose()
    {
        connections.Dispose();
        exchange.Dispose();
    }

    /// <summary>Runs the simulation, ends the session and verifies it.</summary>
    public async Task<VerificationDocument> RunAsync()
    {
        await StartProcessAsync();
        await RunWithFailuresAsync(ConnectAsync);
        while (!tape.IsAtEnd)
            await RunWithFailuresAsync(StepAsync);
        exchange.UnavailableShare = 0;
        AdvanceTo(exchange.NowUtc + (90 * Second)); // past the end of the last bar
        await RunWithFailuresAsync(ConnectAsync);
        AdvanceTo(exchange.NowUtc + (10 * Second)); // long enough for the clock to close the last bars
        await RunWithFailuresAsync(CloseDueBarsAsync);
        await userCommands.AddAsync(sessionNumber, random.Next(2) == 0 ? LogEntryKind.Stop : LogEntryKind.StopClosing);
        await RunWithFailuresAsync(ExecuteCommandsAsync);
        clock.ReadingsLeft = null; // no more crashes
        while (runner.State != SessionState.Stopped)
            await ExecuteCommandsAsync();
        CorrectCandles();
        return await VerifyAsync();
    }

    public Task<VerificationDocument> VerifyAsync() =>
        new SessionVerifier(store, Queries, connections, lake, clock).VerifyAsync(sessionNumber, CancellationToken.None);

    private void AdvanceTo(long utc)
    {
        exchange.NowUtc = Math.Max(exchange.NowUtc, utc);
        clock.NowUtc = exchange.NowUtc + clockSkew;
    }

    // Simulates a new process: it claims the session and restores it from what is stored.
    private async Task StartProcessAsync()
    {
        processCount++;
        clock.ReadingsLeft = null;
        var storedLease = (await store.ActiveLeasesAsync()).Single(lease => lease.Number == sessionNumber);
        lease = (await store.ClaimAsync(storedLease, $"process {processCount}")).ShouldNotBeNull();
        var (row, session) = (await Queries.LoadAsync(lease.SessionId)).ShouldNotBeNull();
        var barFetcher = new BarFetcher(exchange, lake, Plan.Timeframe);
        runner = new SessionRunner(lease, row, session, store, sessionCommands, barFetcher, clock, CancellationToken.None);
        (liveBars, liveSymbols, isBehind) = (new LiveBars(clock), [], false);
        if (Happens(faults.Crash * 20))
            clock.ReadingsLeft = random.Next(1, 60); // crashes again soon
    }

    // Runs an action during which the exchange may be unavailable and the process may crash.
    private async Task RunWithFailuresAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (ExchangeException)
        {
            isBehind = true;
        }
        catch (CrashException)
        {
            await CrashAsync();
        }
    }

    private async Task CrashAsync()
    {
        var formerOwner = runner;
        LoseTrades(random.Next(0, 300) * Second);
        await StartProcessAsync();
        if (random.Next(3) == 0)
            await ShouldBeFencedOffAsync(formerOwner);
        await RunWithFailuresAsync(ConnectAsync);
    }

    // A process that still runs after another one has taken over its lease cannot change anything.
    private static async Task ShouldBeFencedOffAsync(SessionRunner formerOwner)
    {
        var update = new Host.PaperTrading.Feed.FeedUpdate.ConnectionChanged(IsConnected: true, AtUtc: default, Reason: null);
        await Should.ThrowAsync<LeaseLostException>(() => formerOwner.ProcessAsync(update, CancellationToken.None));
    }

    private async Task StepAsync()
    {
        if (isBehind)
        {
            await runner.AdvanceAsync(CancellationToken.None);
            isBehind = false;
        }

        if (Happens(faults.Crash))
            clock.ReadingsLeft ??= random.Next(0, 12);
        else if (Happens(faults.Drop))
            await DropConnectionAsync();
        else if (Happens(faults.Silence))
            await GoSilentAsync();
        else if (Happens(faults.Resubscribe))
            await ResubscribeAsync();
        else if (Happens(faults.UserCommand))
            await SendCommandAsync();
        else
            await DeliverNextTradeAsync();
    }

    private async Task DeliverNextTradeAsync()
    {
        if (!liveBars.IsLive)
            await ConnectAsync();
        if (tape.TakeDueDelayed() is { } due)
        {
            AdvanceTo(due.DueUtc);
            await CloseDueBarsAsync();
            await DeliverAsync(due.Trade);
            return;
        }

        var trade = tape.TakeNext(out var wasFetched);
        AdvanceTo(trade.TimeUtc);
        if (wasFetched)
            return; // a fetch has already delivered it
        if (Happens(faults.Reorder))
            tape.Delay(trade, trade.TimeUtc + random.NextInt64(1, Second));
        else if (Happens(faults.Late))
            DelayPastClose(trade);
        else
            await DeliverAsync(trade);
        if (delivered.Count > 0 && Happens(faults.Duplicate))
        {
            var age = random.Next(1, Math.Min(delivered.Count, 40));
            await DeliverAsync(delivered[^age]);
        }
    }

    private void DelayPastClose(ExchangeTrade trade)
    {
        var openUtc = Plan.Timeframe.OpenOf(trade.TimeUtc);
        AffectedBars.Add((trade.Symbol, openUtc));
        tape.Delay(trade, Plan.Timeframe.EndOf(openUtc) + (30 * Second));
    }

    private async Task DeliverAsync(ExchangeTrade trade)
    {
        liveBars.OnTrade(trade);
        delivered.Add(trade);
        lastDeliveredUtc = Math.Max(lastDeliveredUtc, trade.TimeUtc);
        await CloseDueBarsAsync();
    }

    private async Task CloseDueBarsAsync()
    {
        foreach (var (_, closed) in liveBars.CloseBars().ToList())
            await DeliverAsync(closed);
    }

    // The runner accepts the whole update even if a request to the exchange fails; AdvanceAsync catches up later.
    private async Task DeliverAsync(Host.PaperTrading.Feed.FeedUpdate update)
    {
        try
        {
            await runner.ProcessAsync(update, CancellationToken.None);
        }
        catch (ExchangeException)
        {
            isBehind = true;
        }
    }

    private Task DropConnectionAsync() => LoseConnectionAsync([]);

    // For 25 s, the connection stays open but delivers nothing, as if there were no trades. Then the program closes the connection.
    private async Task GoSilentAsync()
    {
        var missed = new List<ExchangeTrade>();
        for (var second = 0; second < 25; second++)
        {
            missed.AddRange(LoseTrades(Second));
            await CloseDueBarsAsync();
        }

        await LoseConnectionAsync(missed);
    }

    private async Task LoseConnectionAsync(List<ExchangeTrade> missed)
    {
        liveBars.OnDisconnected();
        await DeliverAsync(
            new Host.PaperTrading.Feed.FeedUpdate.ConnectionChanged(IsConnected: false, DateTimeOffset.UnixEpoch, "dropped")
        );
        var fromUtc = lastDeliveredUtc - (5 * Second); // includes trades that were sent but not yet received
        missed.AddRange(LoseTrades(random.Next(0, 200) * Second));
        // Either the missed trades are fetched, or the session fetches the bars that lack them.
        if (random.Next(3) > 0)
        {
            FetchAndDeliver(missed);
        }
        else
        {
            foreach (var symbol in Symbols)
                liveBars.OnMissed(symbol, new TimeRange(fromUtc, exchange.NowUtc));
        }

        await ConnectAsync();
    }

    // Fetches the trades of one market after another. Time passes meanwhile, so the trades of later markets extend further. Trades of the
    // new connection are delivered afterwards.
    private void FetchAndDeliver(List<ExchangeTrade> missed)
    {
        foreach (var symbol in Symbols)
        {
            AdvanceTo(exchange.NowUtc + (random.Next(0, 25) * Second));
            missed.AddRange(tape.Fetch(symbol, exchange.NowUtc));
        }

        foreach (var trade in missed.OrderBy(trade => trade.TimeUtc).ThenBy(trade => trade.Id))
        {
            liveBars.OnTrade(trade);
            delivered.Add(trade);
        }
    }

    private async Task ResubscribeAsync()
    {
        liveBars.OnDisconnected();
        LoseTrades(random.Next(0, 20) * Second);
        await ConnectAsync(isNewStream: true);
    }

    private Task ConnectAsync() => ConnectAsync(isNewStream: false);

    private async Task ConnectAsync(bool isNewStream)
    {
        var fromUtc = liveBars.OnConnected(await RequestTimeAsync(), isNewStream);
        await DeliverAsync(
            new Host.PaperTrading.Feed.FeedUpdate.ConnectionChanged(IsConnected: true, DateTimeOffset.UnixEpoch, Reason: null)
        );
        var symbols = Symbols.Where(liveSymbols.Add).ToList();
        foreach (var symbol in symbols)
            liveBars.GetOrAddMaker(Plan.Timeframe).StartBuilding(symbol, fromUtc);
        if (symbols.Count > 0)
            await DeliverAsync(new Host.PaperTrading.Feed.FeedUpdate.SymbolsWentLive(symbols, fromUtc));
    }

    // Repeats the request until the exchange answers.
    private async Task<long> RequestTimeAsync()
    {
        while (true)
        {
            try
            {
                return await exchange.TimeAsync(CancellationToken.None);
            }
            catch (ExchangeException)
            {
                // Try again.
            }
        }
    }

    // Advances the time while nothing is received, and returns the trades that are lost.
    private List<ExchangeTrade> LoseTrades(long microseconds)
    {
        AdvanceTo(exchange.NowUtc + microseconds);
        return tape.TakeLost(exchange.NowUtc);
    }

    private async Task SendCommandAsync()
    {
        var kind = CommandKinds[random.Next(CommandKinds.Length)];
        var (_, session) = (await Queries.LoadAsync(lease.SessionId)).ShouldNotBeNull();
        var openPosition = session.Pairs.FirstOrDefault(pair => pair.Position is not null)?.PositionId;
        const string FirstPosition = "1-1"; // not open now, so the session must ignore it
        await userCommands.AddAsync(
            sessionNumber,
            kind,
            kind is LogEntryKind.SwitchOff or LogEntryKind.SwitchOn ? Symbols[random.Next(Symbols.Length)] : null,
            kind == LogEntryKind.Close ? openPosition ?? FirstPosition : null
        );
        await ExecuteCommandsAsync();
    }

    private Task ExecuteCommandsAsync() => runner.ExecuteCommandsAsync();

    private void CorrectCandles()
    {
        foreach (var symbol in Symbols)
        {
            foreach (var bar in exchange.OriginalCandles(symbol, TimeRange.All).Where(_ => Happens(faults.Correction)))
            {
                exchange.Corrections[(symbol, bar.TimeUtc)] = bar with { Volume = bar.Volume + 1 };
                AffectedBars.Add((symbol, bar.TimeUtc));
            }
        }
    }

    private bool Happens(double probability) => probability > 0 && random.NextDouble() < probability;
}
