using Bokgi.Series;

namespace Bokgi.Strategies;

/// <summary>
/// Finds a strategy's signals in a complete series, many bars at a time. The reference implementation of a strategy is its
/// <see cref="IStrategyStep"/>, which processes bars one by one; a scan must find bit-for-bit the same signals.
/// </summary>
internal interface ISignalScan : IDisposable
{
    /// <summary>Finds the signals of the next bars.</summary>
    /// <param name="candles">The series; the same in every call.</param>
    /// <param name="from">Index of the first bar: 0 in the first call, then <paramref name="to"/> of the previous call.</param>
    /// <param name="to">Index after the last bar.</param>
    /// <param name="signals">One bit per bar, the lowest for the first bar, set if the bar gives a signal; unused bits are 0.</param>
    void Find(CandleSeries candles, int from, int to, Span<ulong> signals);

    /// <summary>The confidence of a signal found by the last call of <see cref="Find"/>.</summary>
    double Confidence(CandleSeries candles, int bar);

    /// <summary>A signal found by the last call of <see cref="Find"/>, with all its details.</summary>
    /// <param name="candles">The series.</param>
    /// <param name="bar">Index of the signal's bar; must be greater than in the previous call of this method.</param>
    Signal SignalAt(CandleSeries candles, int bar);
}
