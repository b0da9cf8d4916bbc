using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Tasks;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>
/// Observes the replay of a piece of a run: writes the artifacts and reports the progress. A new <see cref="State"/> is computed only after
/// the worker's heartbeat has read the previous one.
/// </summary>
internal sealed class RunPieceProgress : IRunObserver
{
    private readonly RunArtifacts artifacts;
    private readonly TaskStep step;
    private int isStateRequested = 1;
    private int totalSymbols;
    private int completedSymbols;
    private int trades; // of the completed symbols
    private double realizedPnl; // of the completed symbols
    private State state = new(Symbols: 0, Trades: 0, RealizedPnl: 0, Position: null);

    public RunPieceProgress(RunArtifacts artifacts, TaskStep step)
    {
        (this.artifacts, this.step) = (artifacts, step);
        step.GetSnapshot = TakeSnapshot;
    }

    public bool WantsSignals => true;

    public void Started(int symbols)
    {
        totalSymbols = symbols;
        artifacts.Started(symbols);
    }

    public void Advanced(PairReplay replay, int bars)
    {
        step.Advance(bars);
        if (Interlocked.Exchange(ref isStateRequested, 0) == 0)
            return;
        var sum = 0.0;
        foreach (ref readonly var trade in replay.TradesAsSpan)
            sum += trade.Pnl;
        Volatile.Write(
            ref state,
            new State(completedSymbols, trades + replay.TradesAsSpan.Length, realizedPnl + sum, PositionDocument.Of(replay))
        );
    }

    public void Completed(CandleSeries candles, PairReplay replay)
    {
        artifacts.Completed(candles, replay);
        foreach (ref readonly var trade in replay.TradesAsSpan)
            realizedPnl += trade.Pnl;
        trades += replay.TradesAsSpan.Length;
        completedSymbols++;
        // Keeps a state from the middle of the symbol that no heartbeat has read: it may show an open position, which this one never does.
        if (Volatile.Read(ref isStateRequested) == 1 || completedSymbols == totalSymbols)
            Volatile.Write(ref state, new State(completedSymbols, trades, realizedPnl, Position: null));
    }

    // Called on the heartbeat thread; the next state is computed when the next bars are replayed.
    private string TakeSnapshot()
    {
        Interlocked.Exchange(ref isStateRequested, 1);
        return JsonSerializer.Serialize(Volatile.Read(ref state), JsonFormat.Compact);
    }

    /// <summary>The number of completed symbols, all trades and their profit after costs, and the position at the latest bar.</summary>
    internal sealed record State(int Symbols, int Trades, double RealizedPnl, PositionDocument? Position);
}
