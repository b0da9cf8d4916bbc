using Bokgi.Series;

namespace Bokgi.Strategies;

/// <summary>
/// A strategy over a series that lies there whole: finds the signals of many bars at once. It gives what the steps give, bit for bit; the
/// step is the truth.
/// </summary>
internal interface ISignalScan : IDisposable
{
    /// <summary>Finds the signals of the next bars.</summary>
    /// <param name="candles">The series, the same at every call.</param>
    /// <param name="from">The first bar: 0, then where the last call ended.</param>
    /// <param name="to">The bar behind the last one.</param>
    /// <param name="signals">A bit for each bar, the first one lowest, set where there is a signal; bits left over are 0.</param>
    void Find(CandleSeries candles, int from, int to, Span<ulong> signals);

    /// <summary>The confidence of a signal that the last call found.</summary>
    double Confidence(CandleSeries candles, int bar);

    /// <summary>A signal that the last call found, whole.</summary>
    /// <param name="candles">The series.</param>
    /// <param name="bar">Its bar; later than that of the last signal that was asked for.</param>
    Signal SignalAt(CandleSeries candles, int bar);
}
