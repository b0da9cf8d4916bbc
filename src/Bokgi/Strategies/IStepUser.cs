namespace Bokgi.Strategies;

/// <summary>An operation on a strategy's step, compiled once per type of step; see <see cref="StrategyDefinition.Use{TResult}"/>.</summary>
public interface IStepUser<out TResult>
{
    /// <summary>Runs the operation with a new step.</summary>
    TResult Use<TStep>(TStep step)
        where TStep : struct, IStrategyStep;
}
