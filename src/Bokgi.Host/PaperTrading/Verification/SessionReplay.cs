using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;

namespace Bokgi.Host.PaperTrading.Verification;

/// <summary>A session's log as input of the backtester: the candles of each symbol, and the users' interventions between them.</summary>
internal sealed class SessionReplay
{
    private readonly SessionPlan plan;
    private readonly Dictionary<Symbol, List<Candle>> warmUpCandles = [];
    private readonly Dictionary<Symbol, List<Candle>> liveCandles = [];
    private readonly SessionControls controls = new();
    private readonly Dictionary<PairPlan, List<Intervention>> interventions = [];

    /// <exception cref="LostDataException">An entry is damaged.</exception>
    public SessionReplay(SessionPlan plan, IEnumerable<PaperEntryRow> entries)
    {
        this.plan = plan;
        foreach (var symbol in plan.Symbols)
            (warmUpCandles[symbol], liveCandles[symbol]) = ([], []);
        foreach (var pair in plan.Pairs)
            interventions[pair] = [];
        foreach (var entry in entries)
        {
            try
            {
                Apply(entry);
            }
            catch (InvalidDataException damage)
            {
                throw new LostDataException(
                    $"entry {entry.Sequence} of the session's log is damaged and cannot be read; restore the database from a backup",
                    damage
                );
            }
        }
    }

    public long Bars => liveCandles.Values.Sum(bars => (long)bars.Count);

    public IReadOnlyList<Candle> LiveCandles(Symbol symbol) => liveCandles[symbol];

    /// <summary>Replays one pair and returns its trades and signals; a position left open is closed at the end of the data.</summary>
    public (IReadOnlyList<Trading.Trade> Trades, IReadOnlyList<SignalRecord> Signals) Run(PairPlan pair)
    {
        var bars = liveCandles[pair.Symbol];
        if (bars.Count == 0)
            return ([], []);
        using var series = CandleSeries.FromCandles(pair.Symbol, plan.Timeframe, [.. warmUpCandles[pair.Symbol], .. bars]);
        using var replay = new PairReplay { KeepsSignals = true, Interventions = interventions[pair] };
        var request = new BacktestRequest
        {
            Strategy = pair.Strategy,
            Parameters = pair.Parameters,
            Symbols = [pair.Symbol],
            Timeframe = plan.Timeframe,
            Range = new TimeRange(bars[0].TimeUtc, long.MaxValue),
            Account = plan.AccountOf(pair.Symbol),
            InitialCash = plan.CashPerPair,
        };
        replay.Run(series, request, plan.CashPerPair);
        return ([.. replay.Trades], [.. replay.Signals]);
    }

    private void Apply(PaperEntryRow entry)
    {
        var symbol = entry.Symbol is null ? (Symbol?)null : Symbol.Parse(entry.Symbol);
        switch (entry.Kind)
        {
            case LogEntryKind.Warmup:
                Add(warmUpCandles[symbol!.Value], LogEntryCandles.DecodeCandles(entry.Data!));
                break;
            case LogEntryKind.Bars:
                foreach (var candle in LogEntryCandles.DecodeSessionCandles(entry.Data!, plan.Symbols))
                    Add(liveCandles[candle.Symbol], [candle.Candle]);
                break;
            default:
                foreach (var (pair, kind) in controls.Execute(entry.Kind, symbol, entry.PositionId, plan.Pairs))
                    interventions[pair].Add(new Intervention(AfterBar: liveCandles[pair.Symbol].Count - 1, kind));
                break;
        }
    }

    private static void Add(List<Candle> candles, IEnumerable<Candle> addedCandles)
    {
        foreach (var candle in addedCandles)
        {
            if (candles.Count > 0 && candle.TimeUtc <= candles[^1].TimeUtc)
                throw new InvalidDataException("a candle is not later than the previous one");
            candles.Add(candle);
        }
    }
}
