using Bokgi.Backtesting;
using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Errors;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Host.PaperTrading.Verification;

/// <summary>A session's log as input of the backtester: the candles of each symbol, and the users' interventions between them.</summary>
internal sealed class SessionReplay
{
    private readonly SessionPlan plan;
    private readonly Dictionary<Symbol, List<Candle>> warmup = [];
    private readonly Dictionary<Symbol, List<Candle>> live = [];
    private readonly List<Deed> outcome = [];

    /// <exception cref="LostDataException">An entry is damaged.</exception>
    public SessionReplay(SessionPlan plan, IEnumerable<PaperEntryRow> entries)
    {
        this.plan = plan;
        foreach (var symbol in plan.Symbols)
            (warmup[symbol], live[symbol]) = ([], []);
        foreach (var entry in entries)
        {
            try
            {
                Take(entry);
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

    /// <summary>Number of live bars, over all symbols.</summary>
    public long Bars => live.Values.Sum(bars => (long)bars.Count);

    /// <summary>Live candles of a symbol, ascending.</summary>
    public IReadOnlyList<Candle> Live(Symbol symbol) => live[symbol];

    /// <summary>Replays one pair and returns its trades and signals; a position left open is closed at the end of the data.</summary>
    public (IReadOnlyList<Trading.Trade> Trades, IReadOnlyList<SignalRecord> Signals) Run(PairPlan pair, int number)
    {
        var bars = live[pair.Symbol];
        if (bars.Count == 0)
            return ([], []);
        using var series = CandleSeries.FromCandles(pair.Symbol, plan.Timeframe, [.. warmup[pair.Symbol], .. bars]);
        using var replay = new PairReplay { KeepsSignals = true, Interventions = [.. InterventionsOf(pair, number)] };
        var request = new BacktestRequest
        {
            Strategy = pair.Strategy,
            Parameters = pair.Parameters,
            Symbols = [pair.Symbol],
            Timeframe = plan.Timeframe,
            Range = new TimeRange(bars[0].TimeUtc, long.MaxValue),
            Account = plan.AccountOf(pair.Symbol),
            InitialCash = plan.CashOfPair,
        };
        replay.Run(series, request, plan.CashOfPair);
        return ([.. replay.Trades], [.. replay.Signals]);
    }

    private void Take(PaperEntryRow entry)
    {
        if (entry.Kind == LogEntryKind.Warmup)
            Add(warmup[Symbol.Parse(entry.Symbol!)], LogEntryCandles.ReadCandles(entry.Data!));
        else if (entry.Kind == LogEntryKind.Bars)
            foreach (var candle in LogEntryCandles.ReadBars(entry.Data!, plan.Symbols))
                Add(live[candle.Symbol], [candle.Candle]);
        else
            outcome.Add(new Deed(entry, plan.Symbols.ToDictionary(symbol => symbol, symbol => live[symbol].Count - 1)));
    }

    private static void Add(List<Candle> candles, IEnumerable<Candle> more)
    {
        foreach (var candle in more)
        {
            if (candles.Count > 0 && candle.TimeUtc <= candles[^1].TimeUtc)
                throw new InvalidDataException("a candle is not later than the one before");
            candles.Add(candle);
        }
    }

    // The interventions in the session that affect one pair.
    private IEnumerable<Intervention> InterventionsOf(PairPlan pair, int number)
    {
        var (isPaused, isOff, wasSuspended) = (false, false, false);
        foreach (var (entry, last) in outcome)
        {
            var isThisSymbol = entry.Symbol == pair.Symbol.Code;
            if (entry.Kind == LogEntryKind.Close && entry.PositionId!.Split('-')[0] == FormattableString.Invariant($"{number}"))
                yield return new Intervention(last[pair.Symbol], InterventionKind.CloseByHand);
            isPaused = entry.Kind == LogEntryKind.Pause || (isPaused && entry.Kind != LogEntryKind.Resume);
            isOff =
                (entry.Kind == LogEntryKind.SwitchOff && isThisSymbol) || (isOff && !(entry.Kind == LogEntryKind.SwitchOn && isThisSymbol));
            if ((isPaused || isOff) != wasSuspended)
                yield return new Intervention(last[pair.Symbol], wasSuspended ? InterventionKind.Resume : InterventionKind.Pause);
            wasSuspended = isPaused || isOff;
            if (entry.Kind == LogEntryKind.StopClosing)
                yield return new Intervention(last[pair.Symbol], InterventionKind.CloseAtStop);
        }
    }

    private sealed record Deed(PaperEntryRow Entry, Dictionary<Symbol, int> Last);
}
