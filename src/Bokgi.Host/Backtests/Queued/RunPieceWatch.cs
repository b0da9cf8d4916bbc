using System.Text.Json;
using Bokgi.Backtesting;
using Bokgi.Host.Backtests.Artifacts;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Tasks;
using Bokgi.Series;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>Tells how far a piece is while its files are written. It looks at the replay only as often as it is asked.</summary>
internal sealed class RunPieceWatch : IRunObserver
{
    private readonly RunArtifacts artifacts;
    private readonly TaskStep step;
    private int isAsked = 1;
    private int count;
    private int symbols;
    private int trades;
    private double pnl;
    private RunPieceState state = new(0, 0, 0, null);

    public RunPieceWatch(RunArtifacts artifacts, TaskStep step)
    {
        (this.artifacts, this.step) = (artifacts, step);
        step.Snapshot = Tell;
    }

    public bool WantsSignals => true;

    public void Started(int symbols)
    {
        count = symbols;
        artifacts.Started(symbols);
    }

    public void Advanced(PairReplay replay, int bars)
    {
        step.Advance(bars);
        if (Interlocked.Exchange(ref isAsked, 0) == 0)
            return;
        var sum = 0.0;
        foreach (ref readonly var trade in replay.TradeSpan)
            sum += trade.Pnl;
        Volatile.Write(ref state, new RunPieceState(symbols, trades + replay.TradeSpan.Length, pnl + sum, PositionDocument.Of(replay)));
    }

    public void Completed(CandleSeries candles, PairReplay replay)
    {
        artifacts.Completed(candles, replay);
        foreach (ref readonly var trade in replay.TradeSpan)
            pnl += trade.Pnl;
        trades += replay.TradeSpan.Length;
        symbols++;
        // What was seen in a symbol's midst since the last beat is kept for the next one: between symbols nothing is held.
        if (Volatile.Read(ref isAsked) == 1 || symbols == count)
            Volatile.Write(ref state, new RunPieceState(symbols, trades, pnl, Position: null));
    }

    // From the thread that beats; the next look comes with the next bars.
    private string Tell()
    {
        Interlocked.Exchange(ref isAsked, 1);
        return JsonSerializer.Serialize(Volatile.Read(ref state), JsonFormat.Compact);
    }
}
