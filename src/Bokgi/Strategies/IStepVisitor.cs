namespace Bokgi.Strategies;

/// <summary>An operation on a strategy's step, compiled once per type of step; see <see cref="StrategyDefinition.VisitStep{TResult}"/>.</summary>
public interface IStepVisitor<out TResult>
{
    /// <summary>Called once with a new step.</summary>
    TResult Visit<TStep>(TStep step)
        where TStep : struct, IStrategyStep;
}
