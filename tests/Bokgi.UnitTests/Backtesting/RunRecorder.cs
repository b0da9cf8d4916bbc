using Bokgi.Backtesting;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Trading;

namespace Bokgi.UnitTests.Backtesting;

/// <summary>Records what a run reports to its observer.</summary>
internal sealed class RunRecorder : IRunObserver
{
    public bool WantsSignals => true;

    /// <summary>How often <see cref="Started"/> was called.</summary>
    public int StartedCalls { get; private set; }

    /// <summary>The number of symbols that the run announced when it started.</summary>
    public int AnnouncedSymbolCount { get; private set; }

    /// <summary>The results of each pair, which is one symbol traded by one strategy with its own account.</summary>
    public List<(Symbol Symbol, long[] Times, double[] Equity, Trade[] Trades, SignalRecord[] Signals)> Pairs { get; } = [];

    public void Started(int symbols)
    {
        StartedCalls++;
        AnnouncedSymbolCount = symbols;
    }

    public void Completed(CandleSeries candles, PairReplay replay) =>
        Pairs.Add((candles.Symbol, replay.Times.ToArray(), replay.Equity.ToArray(), [.. replay.Trades], [.. replay.Signals]));
}
