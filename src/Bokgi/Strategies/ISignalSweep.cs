using Bokgi.Series;

namespace Bokgi.Strategies;

/// <summary>
/// Finds a strategy's signals in one series under many settings. A setting is a value for each parameter. Work that several settings share
/// is done once.
/// </summary>
internal interface ISignalSweep : IDisposable
{
    /// <summary>Starts with a new series, and receives all settings in advance, so that their shared work can be prepared.</summary>
    /// <param name="candles">The series.</param>
    /// <param name="settings">The settings, at least one.</param>
    void Begin(CandleSeries candles, IReadOnlyList<StrategyParameters> settings);

    /// <summary>Finds the signals of one setting; fastest if the setting has much in common with the previous one.</summary>
    /// <param name="parameters">The setting.</param>
    /// <param name="signals">One bit per bar of the series, all 0 on entry; receives 1 for each bar that gives a signal.</param>
    void Find(StrategyParameters parameters, Span<ulong> signals);
}
