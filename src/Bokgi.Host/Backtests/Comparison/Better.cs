namespace Bokgi.Host.Backtests.Comparison;

/// <summary>Which way a figure is better.</summary>
internal enum Better
{
    /// <summary>The greater one.</summary>
    Higher,

    /// <summary>The smaller one.</summary>
    Lower,
}
