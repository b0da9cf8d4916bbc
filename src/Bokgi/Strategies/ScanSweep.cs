using Bokgi.Kernels;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Strategies;

/// <summary>Scans the series once per setting. This is the default sweep, and the reference for testing faster ones.</summary>
internal sealed class ScanSweep<TLanes>(StrategyDefinition strategy, Timeframe timeframe) : ISignalSweep
    where TLanes : struct, ILanes<TLanes>
{
    // The number of bars per call of the scan. A multiple of 64, so that no two calls write bits of the same 64-bit word.
    private const int BlockBars = 4_096;

    private CandleSeries? series;

    public void Begin(CandleSeries candles, IReadOnlyList<StrategyParameters> settings) => series = candles;

    public void Find(StrategyParameters parameters, Span<ulong> signals)
    {
        using var scan = strategy.CreateScan<TLanes>(parameters, timeframe);
        for (var from = 0; from < series!.Count; from += BlockBars)
        {
            var to = Math.Min(series.Count, from + BlockBars);
            scan.Find(series, from, to, signals[(from / 64)..((to + 63) / 64)]);
        }
    }

    public void Dispose() => series = null;
}
