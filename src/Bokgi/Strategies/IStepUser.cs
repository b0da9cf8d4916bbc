namespace Bokgi.Strategies;

/// <summary>An operation on a strategy's step, compiled once per type of step; see <see cref="StrategyDefinition.Use{TUser}"/>.</summary>
public interface IStepUser
{
    /// <summary>Runs the operation with a new step.</summary>
    void Use<TStep>(TStep step)
        where TStep : struct, IStrategyStep;
}
