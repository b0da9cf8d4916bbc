using System.Buffers;
using Bokgi.Kernels;
using Bokgi.Performance;
using Bokgi.Series;
using Bokgi.Strategies;

namespace Bokgi.Backtesting.Sweeps;

/// <summary>Processes settings of a sweep on one thread and reuses memory between settings.</summary>
internal sealed class SweepWorker(SweepGrid grid, double cashPerSeries) : IDisposable
{
    private readonly AccountReplay replay = new();
    private readonly ISignalSweep sweep = grid.Request.Strategy.CreateSweep(grid.Request.Timeframe, Lanes.Widest);
    private ulong[] signals = [];

    /// <summary>Replays a series under a range of settings.</summary>
    /// <param name="candles">The series.</param>
    /// <param name="from">Position of the first setting in work order; see <see cref="SweepGrid.SettingInWorkOrder"/>.</param>
    /// <param name="to">Position after the last setting in work order.</param>
    /// <param name="completed">Receives each setting's number in the grid and its figures.</param>
    /// <param name="cancel">Checked at every setting.</param>
    public void Run(CandleSeries candles, int from, int to, Action<int, PerformanceReport> completed, CancellationToken cancel)
    {
        var firstBar = candles.FirstIndexAtOrAfter(grid.Request.Range.StartUtc);
        if (firstBar == candles.Count)
            return;
        Begin(candles, from, to);
        var words = (candles.Count + 63) / 64; // one bit per bar
        for (var position = from; position < to; position++)
        {
            cancel.ThrowIfCancellationRequested();
            var setting = grid.SettingInWorkOrder(position);
            var parameters = grid.ParametersOf(candles.Symbol, setting);
            var hasNewSignals = position == from || position % grid.SettingsPerSignalSet == 0;
            if (hasNewSignals)
            {
                signals.AsSpan(0, words).Clear();
                sweep.Find(parameters, signals.AsSpan(0, words));
            }

            replay.Begin(candles, firstBar, grid.AccountOf(setting), cashPerSeries, StrategyDefinition.HoldBars(parameters));
            // The signal study measures how the price moved after each signal, whether or not the account trades it.
            replay.AddToStudy(firstBar, candles.Count, signals, origin: 0);
            replay.Process(firstBar, candles.Count, signals, origin: 0, scan: null);
            completed(setting, replay.End());
        }
    }

    /// <summary>Returns memory to the pools.</summary>
    public void Dispose()
    {
        sweep.Dispose();
        replay.Dispose();
        if (signals.Length > 0)
            ArrayPool<ulong>.Shared.Return(signals);
        signals = [];
    }

    private void Begin(CandleSeries candles, int from, int to)
    {
        var words = (candles.Count + 63) / 64;
        if (signals.Length < words)
        {
            if (signals.Length > 0)
                ArrayPool<ulong>.Shared.Return(signals);
            signals = ArrayPool<ulong>.Shared.Rent(words);
        }

        // One setting from each group of settings with the same signals.
        List<StrategyParameters> settings = [];
        for (var position = from; position < to; position += grid.SettingsPerSignalSet - (position % grid.SettingsPerSignalSet))
            settings.Add(grid.ParametersOf(candles.Symbol, grid.SettingInWorkOrder(position)));
        sweep.Begin(candles, settings);
    }
}
