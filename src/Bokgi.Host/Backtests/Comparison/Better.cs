namespace Bokgi.Host.Backtests.Comparison;

/// <summary>Which direction of a figure is better.</summary>
internal enum Better
{
    /// <summary>Higher values are better.</summary>
    Higher,

    /// <summary>Lower values are better.</summary>
    Lower,
}
