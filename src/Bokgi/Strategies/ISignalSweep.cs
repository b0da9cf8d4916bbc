using Bokgi.Series;

namespace Bokgi.Strategies;

/// <summary>Runs a strategy over one series under many settings; work that settings share is done once.</summary>
internal interface ISignalSweep : IDisposable
{
    /// <summary>Starts a series and announces the settings that will be used.</summary>
    /// <param name="candles">The series.</param>
    /// <param name="settings">The settings, at least one.</param>
    void Begin(CandleSeries candles, IReadOnlyList<StrategyParameters> settings);

    /// <summary>Finds the signals of one setting; fastest if the setting has much in common with the previous one.</summary>
    /// <param name="parameters">The setting.</param>
    /// <param name="signals">One bit per bar of the series, all 0 on entry; set if the step would give a signal.</param>
    void Find(StrategyParameters parameters, Span<ulong> signals);
}
