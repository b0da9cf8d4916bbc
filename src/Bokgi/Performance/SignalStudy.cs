namespace Bokgi.Performance;

/// <summary>
/// Treats every signal as an independent trade, from its bar's close to the close of the holding period's last bar, without costs.
/// </summary>
public struct SignalStudy
{
    private double sum;
    private int wins;

    /// <summary>Number of signals.</summary>
    public int Samples { get; private set; }

    /// <summary>Fraction of signals with a return above 0; null without signals.</summary>
    public readonly double? WinRate => Samples == 0 ? null : (double)wins / Samples;

    /// <summary>Mean return, a fraction; null without signals.</summary>
    public readonly double? AverageReturn => Samples == 0 ? null : sum / Samples;

    /// <summary>Recreates a study from its figures.</summary>
    /// <param name="samples">Number of signals.</param>
    /// <param name="winRate">Fraction of them with a return above 0.</param>
    /// <param name="averageReturn">Their mean return.</param>
    public static SignalStudy FromFigures(int samples, double? winRate, double? averageReturn) =>
        new()
        {
            Samples = samples,
            wins = (int)Math.Round((winRate ?? 0) * samples),
            sum = (averageReturn ?? 0) * samples,
        };

    /// <summary>Adds a signal.</summary>
    /// <param name="entry">Close of the signal's bar, above 0.</param>
    /// <param name="exit">Close of the holding period's last bar.</param>
    public void Add(double entry, double exit)
    {
        var change = (exit - entry) / entry;
        sum += change;
        wins += change > 0 ? 1 : 0;
        Samples++;
    }

    /// <summary>Adds all signals of another study.</summary>
    public void Add(in SignalStudy other)
    {
        sum += other.sum;
        wins += other.wins;
        Samples += other.Samples;
    }
}
