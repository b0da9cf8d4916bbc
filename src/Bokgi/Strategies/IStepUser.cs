namespace Bokgi.Strategies;

/// <summary>Work to be done with a strategy's step, compiled once for each type of step; see <see cref="StrategyDefinition.Use{TUser}"/>.</summary>
public interface IStepUser
{
    /// <summary>Does the work with a fresh step.</summary>
    void Use<TStep>(TStep step)
        where TStep : struct, IStrategyStep;
}
