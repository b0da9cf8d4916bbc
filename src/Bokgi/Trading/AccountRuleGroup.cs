namespace Bokgi.Trading;

/// <summary>What a money rule is about.</summary>
public enum AccountRuleGroup
{
    /// <summary>When orders are filled.</summary>
    Fills,

    /// <summary>What a trade costs.</summary>
    Costs,

    /// <summary>How much money there is, and how much is bought.</summary>
    Size,

    /// <summary>At which price a position is sold.</summary>
    Stops,
}
