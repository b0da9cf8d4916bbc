namespace Bokgi.Host.Runs;

/// <summary>What a figure is measured in, which decides how it is formatted for people.</summary>
internal enum FigureUnit
{
    /// <summary>A fraction, shown as a percentage.</summary>
    Fraction,

    /// <summary>A gain or loss as a fraction, shown as a percentage with its sign.</summary>
    Change,
    Ratio,
    Count,

    /// <summary>An amount of quote currency.</summary>
    Money,

    /// <summary>A gain or loss in quote currency.</summary>
    Gain,
    Seconds,
}
