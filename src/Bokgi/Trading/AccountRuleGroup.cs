namespace Bokgi.Trading;

/// <summary>What an account rule is about.</summary>
public enum AccountRuleGroup
{
    /// <summary>When orders are filled.</summary>
    Fills,

    /// <summary>What a trade costs.</summary>
    Costs,

    /// <summary>The initial cash and the order size.</summary>
    Size,

    /// <summary>At which price a position is sold.</summary>
    Stops,
}
