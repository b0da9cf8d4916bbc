namespace Bokgi.Trading;

/// <summary>The kind of values that an account rule takes.</summary>
public enum AccountRuleKind
{
    /// <summary>A real number, a <see cref="double"/>.</summary>
    Number,

    /// <summary>One of a list of names, a <see cref="string"/>.</summary>
    Choice,

    /// <summary>How to size positions and a number for it, a <see cref="Trading.Sizing"/>.</summary>
    Sizing,
}
