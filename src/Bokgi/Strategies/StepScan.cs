using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Strategies;

/// <summary>Finds signals by stepping bar by bar. This is the default scan, and the reference for testing faster ones.</summary>
internal static class StepScan
{
    public static ISignalScan Create(StrategyDefinition strategy, StrategyParameters parameters, Timeframe timeframe) =>
        strategy.VisitStep(parameters, timeframe, new Visitor());

    private sealed class Visitor : IStepVisitor<ISignalScan>
    {
        public ISignalScan Visit<TStep>(TStep step)
            where TStep : struct, IStrategyStep => new Scan<TStep>(step);
    }

    private sealed class Scan<TStep>(TStep step) : ISignalScan
        where TStep : struct, IStrategyStep
    {
        private readonly List<Signal> foundSignals = [];
        private readonly List<int> bars = [];
        private TStep step = step;

        public void Find(CandleSeries candles, int from, int to, Span<ulong> signals)
        {
            signals.Clear();
            foundSignals.Clear();
            bars.Clear();
            ref var current = ref step;
            for (var bar = from; bar < to; bar++)
            {
                if (!current.Step(candles[bar], out var signal))
                    continue;
                signals[(bar - from) / 64] |= 1UL << ((bar - from) % 64);
                foundSignals.Add(signal);
                bars.Add(bar);
            }
        }

        public double Confidence(CandleSeries candles, int bar) => SignalAt(candles, bar).Confidence;

        public Signal SignalAt(CandleSeries candles, int bar) => foundSignals[bars.BinarySearch(bar)];

        public void Dispose() { }
    }
}
