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
    private const int MinutesBefore = 30;
    private const long Second = UnixTime.MicrosecondsPerSecond;

    private static readonly long StartUtc = UnixTime.FromDateTime(new DateTime(2025, 9, 10, 14, 30, 0, DateTimeKind.Utc));
    private static readonly Symbol[] Symbols = [.. new[] { "BTC_KRW", "ETH_KRW", "XRP_KRW" }.Select(Symbol.Parse)];
    private static readonly LogEntryKind[] Wishes =
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
    private readonly ExchangeConnections links;
    private readonly PaperStore store;
    private readonly SessionCommands wishes;
    private readonly SessionCommands people;
    private readonly CandleLake lake;
    private readonly long number;
    private readonly long skew;
    private readonly SimulatedTape tape;
    private readonly List<ExchangeTrade> told = [];
    private LiveBars reading;
    private SessionRunner runner = null!;
    private SessionLease claim = null!;
    private HashSet<Symbol> covered = [];
    private long heardUtc = StartUtc;
    private bool isBehind;
    private int lives;

    public Simulation(int seed, SimulatedFaults faults, BokgiDatabase database, HostSettings settings)
    {
        (random, this.faults) = (new Random(seed), faults);
        exchange = new SimulatedExchange(Symbols, StartUtc - (MinutesBefore * 60 * Second), MinutesBefore + Minutes, seed)
        {
            AwayShare = faults.Away,
        };
        links = new ExchangeConnections(settings, clock, (_, _) => exchange);
        lake = new CandleLake(settings.DataRoot);
        store = new PaperStore(database, new EventLog(clock), clock);
        wishes = new SessionCommands(database, clock);
        people = new SessionCommands(database, TimeProvider.System); // this clock never crashes: users outlive the process
        Pages = new PaperPages(database);
        reading = new LiveBars(clock);
        skew = random.Next(-3_600, 3_600) * Second; // the server's clock may be wrong by up to an hour
        tape = new SimulatedTape(exchange.Trades.Where(trade => trade.TimeUtc >= StartUtc));
        var order = SimulatedOrder.Make(random, Symbols);
        Plan = order.Plan();
        MoveTo(StartUtc + random.Next(0, 60) * Second);
        number = store.BeginAsync(order.Write(), new { }).GetAwaiter().GetResult().Number;
    }

    public SessionPlan Plan { get; }

    public PaperPages Pages { get; }

    /// <summary>Everything that is stored of the session.</summary>
    public PaperPages.Snapshot Whole => Pages.WholeAsync(number).GetAwaiter().GetResult();

    public SimulatedExchange Exchange => exchange;

    /// <summary>How often a process has died.</summary>
    public int Deaths => lives - 1;

    /// <summary>Bars with a late trade or a later correction, which verification must report.</summary>
    public HashSet<(Symbol Symbol, long OpenUtc)> Marred { get; } = [];

    public void Dispose()
    {
        links.Dispose();
        exchange.Dispose();
    }

    /// <summary>Runs the simulation, ends the session and verifies it.</summary>
    public async Task<VerificationDocument> RunAsync()
    {
        await BeginAsync();
        await SurviveAsync(ConnectAsync);
        while (!tape.IsAtEnd)
            await SurviveAsync(MomentAsync);
        exchange.AwayShare = 0;
        MoveTo(exchange.NowUtc + (90 * Second));
        await SurviveAsync(ConnectAsync);
        MoveTo(exchange.NowUtc + (10 * Second)); // long enough for the clock to close the last bars
        await SurviveAsync(LookAsync);
        await people.AddAsync(number, random.Next(2) == 0 ? LogEntryKind.Stop : LogEntryKind.StopClosing);
        await SurviveAsync(DoWishesAsync);
        clock.LooksLeft = null;
        while (runner.State != SessionState.Stopped)
            await DoWishesAsync();
        Correct();
        return await VerifyAsync();
    }

    public Task<VerificationDocument> VerifyAsync() =>
        new SessionVerifier(store, Pages, links, lake, clock).VerifyAsync(number, CancellationToken.None);

    private void MoveTo(long utc)
    {
        exchange.NowUtc = Math.Max(exchange.NowUtc, utc);
        clock.NowUtc = exchange.NowUtc + skew;
    }

    // A new process claims the session and knows only what is stored.
    private async Task BeginAsync()
    {
        lives++;
        clock.LooksLeft = null;
        var seen = (await store.LookAsync()).Single(lease => lease.Number == number);
        claim = (await store.ClaimAsync(seen, $"life {lives}")).ShouldNotBeNull();
        var (row, session) = (await Pages.OpenAsync(claim.SessionId)).ShouldNotBeNull();
        var fetching = new BarFetcher(exchange, lake, Plan.Timeframe);
        runner = new SessionRunner(claim, row, session, store, wishes, fetching, clock, CancellationToken.None);
        (reading, covered, isBehind) = (new LiveBars(clock), [], false);
        if (Chance(faults.Crash * 20))
            clock.LooksLeft = random.Next(1, 60); // crashes again soon
    }

    private async Task SurviveAsync(Func<Task> moment)
    {
        try
        {
            await moment();
        }
        catch (ExchangeException)
        {
            isBehind = true;
        }
        catch (CrashException)
        {
            await DieAsync();
        }
    }

    private async Task DieAsync()
    {
        var before = runner;
        Lose(random.Next(0, 300) * Second);
        await BeginAsync();
        if (random.Next(3) == 0)
            await ShouldBePowerlessAsync(before);
        await SurviveAsync(ConnectAsync);
    }

    // A process whose lease was taken over but that still runs cannot change anything.
    private static async Task ShouldBePowerlessAsync(SessionRunner before)
    {
        var news = new Host.PaperTrading.Feed.FeedUpdate.Connection(true, default, null);
        await Should.ThrowAsync<LeaseLostException>(() => before.ProcessAsync(news, CancellationToken.None));
    }

    private async Task MomentAsync()
    {
        if (isBehind)
        {
            await runner.AdvanceAsync(CancellationToken.None);
            isBehind = false;
        }

        if (Chance(faults.Crash))
            clock.LooksLeft ??= random.Next(0, 12);
        else if (Chance(faults.Drop))
            await DropAsync();
        else if (Chance(faults.Silence))
            await FallSilentAsync();
        else if (Chance(faults.Resubscribe))
            await ResubscribeAsync();
        else if (Chance(faults.Wish))
            await WishAsync();
        else
            await TradeAsync();
    }

    private async Task TradeAsync()
    {
        if (!reading.IsLive)
            await ConnectAsync();
        if (tape.NextHeld() is { } due)
        {
            MoveTo(due.DueUtc);
            await LookAsync();
            await TellAsync(due.Trade);
            return;
        }

        var trade = tape.Next(out var wasFetched);
        MoveTo(trade.TimeUtc);
        if (wasFetched)
            return; // a fetch has already delivered it
        if (Chance(faults.Reorder))
            tape.Hold(trade, trade.TimeUtc + random.NextInt64(1, Second));
        else if (Chance(faults.Late))
            HoldTooLong(trade);
        else
            await TellAsync(trade);
        if (told.Count > 0 && Chance(faults.Duplicate))
            await TellAsync(told[^random.Next(1, Math.Min(told.Count, 40))]);
    }

    private void HoldTooLong(ExchangeTrade trade)
    {
        var open = Plan.Timeframe.OpenOf(trade.TimeUtc);
        Marred.Add((trade.Symbol, open));
        tape.Hold(trade, Plan.Timeframe.EndOf(open) + (30 * Second));
    }

    private async Task TellAsync(ExchangeTrade trade)
    {
        reading.Traded(trade);
        told.Add(trade);
        heardUtc = Math.Max(heardUtc, trade.TimeUtc);
        await LookAsync();
    }

    private async Task LookAsync()
    {
        foreach (var (_, closed) in reading.Close().ToList())
            await TellAsync(closed);
    }

    // The runner accepts the whole update even if a request to the exchange fails; AdvanceAsync catches up later.
    private async Task TellAsync(Host.PaperTrading.Feed.FeedUpdate news)
    {
        try
        {
            await runner.ProcessAsync(news, CancellationToken.None);
        }
        catch (ExchangeException)
        {
            isBehind = true;
        }
    }

    private Task DropAsync() => BreakAsync([]);

    // The connection stays open and silent, which looks like a market in which nobody trades.
    private async Task FallSilentAsync()
    {
        var missed = new List<ExchangeTrade>();
        for (var second = 0; second < 25; second++)
        {
            missed.AddRange(Lose(Second));
            await LookAsync();
        }

        await BreakAsync(missed);
    }

    private async Task BreakAsync(List<ExchangeTrade> missed)
    {
        reading.Disconnected();
        await TellAsync(new Host.PaperTrading.Feed.FeedUpdate.Connection(false, DateTimeOffset.UnixEpoch, "dropped"));
        var fromUtc = heardUtc - (5 * Second); // trades that were sent but not yet received are lost too
        missed.AddRange(Lose(random.Next(0, 200) * Second));
        if (random.Next(3) > 0)
        {
            Fetch(missed);
        }
        else
        {
            foreach (var symbol in Symbols)
                reading.Missed(symbol, new TimeRange(fromUtc, exchange.NowUtc));
        }

        await ConnectAsync();
    }

    // Fetches one market after another while time passes, so the last one is fetched up to a later time. Trades of the new connection
    // wait until this is done.
    private void Fetch(List<ExchangeTrade> missed)
    {
        foreach (var symbol in Symbols)
        {
            MoveTo(exchange.NowUtc + (random.Next(0, 25) * Second));
            missed.AddRange(tape.Fetch(symbol, exchange.NowUtc));
        }

        foreach (var trade in missed.OrderBy(trade => trade.TimeUtc).ThenBy(trade => trade.Id))
        {
            reading.Traded(trade);
            told.Add(trade);
        }
    }

    private async Task ResubscribeAsync()
    {
        reading.Disconnected();
        Lose(random.Next(0, 20) * Second);
        await ConnectAsync(isNewStream: true);
    }

    private Task ConnectAsync() => ConnectAsync(isNewStream: false);

    private async Task ConnectAsync(bool isNewStream)
    {
        var fromUtc = reading.Connected(await TimeAsync(), isNewStream);
        await TellAsync(new Host.PaperTrading.Feed.FeedUpdate.Connection(true, DateTimeOffset.UnixEpoch, null));
        var symbols = Symbols.Where(covered.Add).ToList();
        foreach (var symbol in symbols)
            reading.Of(Plan.Timeframe).Cover(symbol, fromUtc);
        if (symbols.Count > 0)
            await TellAsync(new Host.PaperTrading.Feed.FeedUpdate.Covered(symbols, fromUtc));
    }

    // Asks until the exchange answers.
    private async Task<long> TimeAsync()
    {
        while (true)
        {
            try
            {
                return await exchange.TimeAsync(CancellationToken.None);
            }
            catch (ExchangeException)
            {
                // Ask again.
            }
        }
    }

    // Time passes while nothing is received.
    private List<ExchangeTrade> Lose(long span)
    {
        MoveTo(exchange.NowUtc + span);
        return tape.Lose(exchange.NowUtc);
    }

    private async Task WishAsync()
    {
        var kind = Wishes[random.Next(Wishes.Length)];
        var (_, session) = (await Pages.OpenAsync(claim.SessionId)).ShouldNotBeNull();
        var open = session.Pairs.FirstOrDefault(pair => pair.Position is not null);
        var position = kind != LogEntryKind.Close ? null : open?.PositionId ?? "1-1";
        await people.AddAsync(
            number,
            kind,
            kind is LogEntryKind.SwitchOff or LogEntryKind.SwitchOn ? Symbols[random.Next(Symbols.Length)] : null,
            position
        );
        await DoWishesAsync();
    }

    private Task DoWishesAsync() => runner.ExecuteCommandsAsync();

    private void Correct()
    {
        foreach (var symbol in Symbols)
        {
            foreach (var bar in exchange.Truth(symbol, TimeRange.All).Where(_ => Chance(faults.Correction)))
            {
                exchange.Corrections[(symbol, bar.TimeUtc)] = bar with { Volume = bar.Volume + 1 };
                Marred.Add((symbol, bar.TimeUtc));
            }
        }
    }

    private bool Chance(double share) => share > 0 && random.NextDouble() < share;
}
