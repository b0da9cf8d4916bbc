namespace Bokgi.Host.Runs;

/// <summary>What a figure is measured in; people read each unit in a format of its own.</summary>
internal enum FigureUnit
{
    /// <summary>A fraction, read as a percentage.</summary>
    Fraction,

    /// <summary>A gain or loss as a fraction, read as a percentage with its sign.</summary>
    Change,

    /// <summary>A plain number.</summary>
    Ratio,

    /// <summary>A whole number.</summary>
    Count,

    /// <summary>An amount of quote currency.</summary>
    Money,

    /// <summary>A gain or loss in quote currency.</summary>
    Gain,

    /// <summary>A duration in seconds.</summary>
    Seconds,
}
