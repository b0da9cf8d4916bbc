namespace Bokgi.Strategies;

/// <summary>What values a parameter takes.</summary>
public enum ParameterKind
{
    /// <summary>Whole numbers.</summary>
    Integer,

    /// <summary>Real numbers.</summary>
    Number,

    /// <summary>True (1) or false (0).</summary>
    Boolean,

    /// <summary>One of a list of words; the value is the word's place in the list.</summary>
    Choice,
}
