using Bokgi.Series;

namespace Bokgi.Strategies;

/// <summary>A strategy over one series under many settings: what several settings have in common is computed once.</summary>
internal interface ISignalSweep : IDisposable
{
    /// <summary>Begins with a series and the settings that will be asked for.</summary>
    /// <param name="candles">The series.</param>
    /// <param name="settings">Parameters, at least one.</param>
    void Begin(CandleSeries candles, IReadOnlyList<StrategyParameters> settings);

    /// <summary>Finds the signals under one of the settings; quickest when as much as possible is as it was the time before.</summary>
    /// <param name="parameters">The setting.</param>
    /// <param name="signals">A bit for each bar of the series, all 0 on the way in, set where a step would give a signal.</param>
    void Find(StrategyParameters parameters, Span<ulong> signals);
}
