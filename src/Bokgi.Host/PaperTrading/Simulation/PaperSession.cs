using Bokgi.Backtesting;
using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>
/// A paper session in memory: what it holds, and how it reacts to each closed bar and each intervention. It uses no clock and does no I/O;
/// the same entries give the same session, and its whole state can be saved after any of them.
/// </summary>
internal sealed class PaperSession
{
    private const byte Version = 1;

    private readonly HashSet<Symbol> switchedOff = [];
    private readonly Dictionary<Symbol, Candle> latest = [];
    private readonly ILookup<Symbol, PaperPair> bySymbol;
    private readonly Ledger ledger;

    public PaperSession(SessionPlan plan)
    {
        Plan = plan;
        Pairs = [.. plan.Pairs.Select((pair, i) => new PaperPair(i + 1, pair, plan))];
        bySymbol = Pairs.ToLookup(pair => pair.Symbol);
        ledger = new Ledger(plan);
        Figures.Mark(plan.InitialCash);
    }

    public SessionPlan Plan { get; }

    /// <summary>The pairs, ordered by number.</summary>
    public IReadOnlyList<PaperPair> Pairs { get; }

    public SessionFigures Figures { get; } = new();

    /// <summary>Whether the session ignores signals.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Whether the candles from before the session have been stepped, as far as there are any.</summary>
    public bool IsWarm { get; private set; }

    /// <summary>Number of live bars stepped, over all symbols.</summary>
    public long Bars { get; private set; }

    /// <summary>Number of trades that arrived after their bars had closed.</summary>
    public long LateTrades { get; set; }

    /// <summary>Equity at the last close of each pair, in quote currency.</summary>
    public double Equity => Pairs.Sum(pair => pair.Equity);

    public double Cash => Pairs.Sum(pair => pair.Cash);

    /// <summary>The newest candle of each symbol, including warm-up candles.</summary>
    public IReadOnlyDictionary<Symbol, Candle> Latest => latest;

    /// <summary>Whether signals of a symbol are ignored even while the session runs.</summary>
    public bool IsOff(Symbol symbol) => switchedOff.Contains(symbol);

    /// <summary>Restores a stored session.</summary>
    /// <param name="row">The session.</param>
    /// <param name="state">Its state from the same snapshot; null before the first entry of its log.</param>
    /// <exception cref="UnknownStateException">A later version of the program saved the state.</exception>
    /// <exception cref="InvalidDataException">The state is damaged.</exception>
    public static PaperSession Restore(PaperSessionRow row, byte[]? state)
    {
        var session = new PaperSession(SessionRequest.Read(row.Request).Plan());
        try
        {
            if (state is not null)
                session.Read(state);
            return session;
        }
        catch (Exception damage) when (damage is IOException or FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException("the saved state of the session is damaged", damage);
        }
    }

    /// <summary>Steps candles from before the session: strategies see them, accounts do not.</summary>
    public void Warm(Symbol symbol, IReadOnlyList<Candle> candles)
    {
        IsWarm = true;
        foreach (var candle in candles)
        {
            foreach (var pair in bySymbol[symbol])
                pair.Warm(candle);

            latest[symbol] = candle;
        }
    }

    /// <summary>Steps the candles of one open time.</summary>
    public EntryOutcome Step(IReadOnlyList<SessionCandle> candles)
    {
        var outcome = new EntryOutcome();
        foreach (var candle in candles)
        {
            foreach (var pair in bySymbol[candle.Symbol])
                pair.Step(candle, outcome.All.Add);

            latest[candle.Symbol] = candle.Candle;
        }

        Bars += candles.Count;
        return Book(outcome);
    }

    /// <summary>Applies a user's command.</summary>
    /// <param name="kind">The command: any kind of log entry other than candles.</param>
    /// <param name="symbol">The symbol that is switched, or whose position is closed.</param>
    /// <param name="positionId">The position to close.</param>
    /// <returns>The outcome; null if there is no such open position.</returns>
    public EntryOutcome? Intervene(LogEntryKind kind, Symbol? symbol, string? positionId)
    {
        var outcome = new EntryOutcome();
        if (kind == LogEntryKind.Close)
        {
            if (Held(positionId) is not { } held)
                return null;
            held.Intervene(InterventionKind.CloseByHand, outcome.All.Add);
        }

        Switch(kind, symbol);
        foreach (var pair in Pairs)
        {
            foreach (var own in InterventionsOf(kind, pair))
                pair.Intervene(own, outcome.All.Add);
        }

        return Book(outcome);
    }

    /// <summary>The pair that holds a position; null if the position is closed or never existed.</summary>
    public PaperPair? Held(string? positionId) =>
        Pairs.FirstOrDefault(pair => pair.Position is { } held && pair.PositionId(held.EntryBar) == positionId);

    public byte[] Save()
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(Version);
        writer.Write(IsPaused);
        writer.Write(IsWarm);
        writer.Write(Bars);
        writer.Write(LateTrades);
        writer.Write(switchedOff.Count);
        foreach (var symbol in switchedOff.Order())
            writer.Write(symbol.Code);
        writer.Write(latest.Count);
        foreach (var (symbol, candle) in latest.OrderBy(each => each.Key))
        {
            writer.Write(symbol.Code);
            LogEntryCandles.Write(writer, candle);
        }

        Figures.Write(writer);
        foreach (var pair in Pairs)
            pair.Write(writer);
        writer.Flush();
        return memory.ToArray();
    }

    private void Read(byte[] state)
    {
        using var reader = new BinaryReader(new MemoryStream(state));
        if (reader.ReadByte() is var version && version != Version)
            throw new UnknownStateException(version);
        (IsPaused, IsWarm) = (reader.ReadBoolean(), reader.ReadBoolean());
        (Bars, LateTrades) = (reader.ReadInt64(), reader.ReadInt64());
        for (var i = reader.ReadInt32(); i > 0; i--)
            switchedOff.Add(Symbol.Parse(reader.ReadString()));
        for (var i = reader.ReadInt32(); i > 0; i--)
            latest[Symbol.Parse(reader.ReadString())] = LogEntryCandles.ReadCandle(reader);
        Figures.Read(reader);
        foreach (var pair in Pairs)
            pair.Read(reader);
    }

    private void Switch(LogEntryKind kind, Symbol? symbol)
    {
        IsPaused = kind switch
        {
            LogEntryKind.Pause => true,
            LogEntryKind.Resume => false,
            _ => IsPaused,
        };
        if (kind == LogEntryKind.SwitchOff)
            switchedOff.Add(symbol!.Value);
        if (kind == LogEntryKind.SwitchOn)
            switchedOff.Remove(symbol!.Value);
    }

    // A pair is paused while the session is paused or its symbol is switched off; it resumes when neither is the case.
    private IEnumerable<InterventionKind> InterventionsOf(LogEntryKind kind, PaperPair pair)
    {
        var isPaused = IsPaused || switchedOff.Contains(pair.Symbol);
        if (isPaused != pair.IsPaused)
            yield return isPaused ? InterventionKind.Pause : InterventionKind.Resume;
        if (kind == LogEntryKind.StopClosing)
            yield return InterventionKind.CloseAtStop;
    }

    private EntryOutcome Book(EntryOutcome outcome)
    {
        foreach (var sessionEvent in outcome.All)
        {
            Figures.Add(sessionEvent);
            if (sessionEvent is not SessionEvent.Closed closed)
                continue;
            var trade = ledger.Book(closed);
            outcome.Trades.Add(trade);
            Figures.Add(trade);
        }

        Figures.Mark(Equity);
        return outcome;
    }
}
