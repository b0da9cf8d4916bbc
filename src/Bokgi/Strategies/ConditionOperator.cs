namespace Bokgi.Strategies;

/// <summary>How a condition compares its value with its threshold.</summary>
public enum ConditionOperator
{
    /// <summary>The value is at least the threshold.</summary>
    AtLeast,

    /// <summary>The value is more than the threshold.</summary>
    Above,

    /// <summary>The value is less than the threshold.</summary>
    Below,
}
