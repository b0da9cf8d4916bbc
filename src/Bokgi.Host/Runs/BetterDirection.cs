namespace Bokgi.Host.Runs;

/// <summary>Which direction of a figure is better.</summary>
internal enum BetterDirection
{
    /// <summary>Higher values are better.</summary>
    Higher,

    /// <summary>Lower values are better.</summary>
    Lower,
}
