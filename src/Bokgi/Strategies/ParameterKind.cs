namespace Bokgi.Strategies;

/// <summary>The kind of values that a parameter takes.</summary>
public enum ParameterKind
{
    /// <summary>Whole numbers.</summary>
    Integer,

    /// <summary>Real numbers.</summary>
    Number,

    /// <summary>True (1) or false (0).</summary>
    Boolean,

    /// <summary>One of a list of options; the value is the option's index.</summary>
    Choice,
}
