using Bokgi.Host.PaperTrading.Feed;

namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>
/// A paper session in memory: its state, and how it reacts to each closed bar and each intervention. It uses no clock and does no I/O,
/// so the same log entries always give the same session. The whole state can be saved after each entry.
/// </summary>
internal sealed class PaperSession
{
    private const byte Version = 2; // of the format of saved states

    private readonly ILookup<Symbol, PaperPair> pairsBySymbol;
    private Dictionary<Symbol, Candle> latest = [];

    public PaperSession(SessionPlan plan)
    {
        Plan = plan;
        var positions = new PositionManager();
        Pairs = [.. plan.Pairs.Select(pair => new PaperPair(pair, plan, positions))];
        pairsBySymbol = Pairs.ToLookup(pair => pair.Plan.Symbol);
        Figures.UpdateDrawdown(plan.InitialCash);
    }

    public SessionPlan Plan { get; }

    /// <summary>The pairs: each is one symbol traded by one strategy with an account of its own.</summary>
    public IReadOnlyList<PaperPair> Pairs { get; }
    public SessionFigures Figures { get; } = new();
    public SessionControls Controls { get; private set; } = new();

    /// <summary>Whether the candles from before the session, if there are any, have been processed.</summary>
    public bool IsWarm { get; private set; }

    /// <summary>Number of live bars processed, over all symbols.</summary>
    public long Bars { get; private set; }

    /// <summary>Number of the exchange's trades that arrived after their bar had closed, and so are in no bar.</summary>
    public long LateTrades { get; set; }
    public double Equity => Pairs.Sum(pair => pair.Equity);
    public double Cash => Pairs.Sum(pair => pair.Cash);

    /// <summary>The newest candle of each symbol, including warm-up candles.</summary>
    public IReadOnlyDictionary<Symbol, Candle> Latest => latest;

    /// <summary>Restores a stored session; the state is null before the first entry of its log.</summary>
    /// <exception cref="UnknownStateException">A later version of the program saved the state.</exception>
    /// <exception cref="InvalidDataException">The state is damaged.</exception>
    public static PaperSession Restore(SessionPlan plan, byte[]? state)
    {
        var session = new PaperSession(plan);
        try
        {
            if (state is not null)
                StateSerializer.Read(state, session.Transfer);
            return session;
        }
        catch (Exception damage) when (damage is IOException or FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException("the saved state of the session is damaged", damage);
        }
    }

    public byte[] Save() => StateSerializer.Write(Version, Transfer);

    /// <summary>Processes candles from before the session: strategies see them, accounts do not.</summary>
    public void WarmUp(Symbol symbol, IReadOnlyList<Candle> candles)
    {
        IsWarm = true;
        foreach (var candle in candles)
        {
            foreach (var pair in pairsBySymbol[symbol])
                pair.WarmUp(candle);

            latest[symbol] = candle;
        }
    }

    public IReadOnlyList<SessionEvent> Step(IReadOnlyList<SessionCandle> candles)
    {
        var events = new List<SessionEvent>();
        foreach (var candle in candles)
        {
            foreach (var pair in pairsBySymbol[candle.Symbol])
                pair.Step(candle, events.Add);

            latest[candle.Symbol] = candle.Candle;
        }

        Bars += candles.Count;
        return UpdateFigures(events);
    }

    /// <summary>Applies a user's command (any kind of log entry other than candles). Null if the position to close is not open.</summary>
    public IReadOnlyList<SessionEvent>? Intervene(LogEntryKind command, Symbol? symbol, string? positionId)
    {
        if (command == LogEntryKind.Close && FindHolder(positionId) is null)
            return null;
        var events = new List<SessionEvent>();
        foreach (var (pair, intervention) in Controls.Execute(command, symbol, positionId, Plan.Pairs))
            Pairs[pair.Number - 1].Intervene(intervention, events.Add);
        return UpdateFigures(events);
    }

    /// <summary>The pair that holds a position; null if the position is closed or never existed.</summary>
    public PaperPair? FindHolder(string? positionId) =>
        Pairs.FirstOrDefault(pair => pair.Position is not null && pair.PositionId == positionId);

    private void Transfer(StateSerializer state)
    {
        if (state.Version is < 1 or > Version)
            throw new UnknownStateException(state.Version);
        var isPaused = state.Value(Controls.IsPaused);
        IsWarm = state.Value(IsWarm);
        Bars = state.Value(Bars);
        LateTrades = state.Value(LateTrades);
        Controls = new SessionControls(isPaused, state.Values([.. Controls.SwitchedOff.Order()], state.Value));
        latest = state
            .Values([.. latest.OrderBy(entry => entry.Key)], entry => KeyValuePair.Create(state.Value(entry.Key), state.Value(entry.Value)))
            .ToDictionary();
        Figures.Transfer(state);
        foreach (var pair in Pairs)
            pair.Transfer(state);
    }

    private List<SessionEvent> UpdateFigures(List<SessionEvent> events)
    {
        foreach (var sessionEvent in events)
            Figures.Add(sessionEvent);
        Figures.UpdateDrawdown(Equity);
        return events;
    }
}
