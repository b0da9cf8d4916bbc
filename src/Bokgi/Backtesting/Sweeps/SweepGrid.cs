using Bokgi.Markets;
using Bokgi.Strategies;
using Bokgi.Trading;

namespace Bokgi.Backtesting.Sweeps;

/// <summary>
/// Every combination of the values of some axes, applied to a request. Each combination is called a setting. Settings are numbered from 0,
/// and the last axis varies fastest.
/// </summary>
public sealed class SweepGrid
{
    private readonly BacktestRequest request;

    // The indexes of the axes, sorted so that the axis whose change causes the most recomputation comes first and therefore changes least often.
    // Axes that affect signals come before those that do not.
    private readonly int[] axesByWork;

    /// <summary>Creates a grid.</summary>
    /// <param name="request">The request that the settings modify.</param>
    /// <param name="axes">The axes, each name at most once. An axis takes precedence over the request and its overrides.</param>
    /// <exception cref="ArgumentException">
    /// A name is unknown or repeated, or an axis has no values or a value that is not allowed.
    /// </exception>
    public SweepGrid(BacktestRequest request, IReadOnlyList<SweepAxis> axes)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(axes);
        this.request = request;
        Axes = [.. axes];
        foreach (var axis in Axes)
            Check(axis);
        Count = checked(Axes.Aggregate(1, (count, axis) => count * axis.Values.Count));
        axesByWork = [.. Enumerable.Range(0, Axes.Count).OrderBy(axis => WorkRank(Axes[axis].Name))];
        SettingsPerSignalSet = Axes.Where(axis => !AffectsSignals(axis.Name)).Aggregate(1, (count, axis) => count * axis.Values.Count);
    }

    /// <summary>The axes that vary.</summary>
    public IReadOnlyList<SweepAxis> Axes { get; }

    /// <summary>The number of settings, which is the number of combinations.</summary>
    public int Count { get; }

    /// <summary>The request that the settings modify.</summary>
    internal BacktestRequest Request => request;

    /// <summary>Number of consecutive settings that have the same signals, in the order of <see cref="SettingInWorkOrder"/>.</summary>
    internal int SettingsPerSignalSet { get; }

    /// <summary>The value of each axis for one setting.</summary>
    /// <param name="setting">From 0 to <see cref="Count"/> - 1.</param>
    public IReadOnlyList<double?> ValuesOf(int setting)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(setting);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(setting, Count);
        var values = new double?[Axes.Count];
        for (var axis = Axes.Count - 1; axis >= 0; axis--)
        {
            values[axis] = Axes[axis].Values[setting % Axes[axis].Values.Count];
            setting /= Axes[axis].Values.Count;
        }

        return values;
    }

    /// <summary>The request that runs one setting on its own.</summary>
    /// <param name="setting">From 0 to <see cref="Count"/> - 1.</param>
    public BacktestRequest RequestOf(int setting)
    {
        var values = ValuesOf(setting);
        return request with
        {
            Parameters = Apply(request.Parameters, values),
            Overrides = request.Overrides.ToDictionary(entry => entry.Key, entry => Apply(entry.Value, values)),
            Account = AccountOf(values),
        };
    }

    /// <summary>A symbol's parameters for one setting.</summary>
    internal StrategyParameters ParametersOf(Symbol symbol, int setting) => Apply(request.ParametersOf(symbol), ValuesOf(setting));

    /// <summary>The money rules of one setting.</summary>
    internal AccountSettings AccountOf(int setting) => AccountOf(ValuesOf(setting));

    /// <summary>The setting at a position in work order: the order in which consecutive settings share as much work as possible.</summary>
    internal int SettingInWorkOrder(int position)
    {
        var valueIndexes = new int[Axes.Count];
        for (var i = axesByWork.Length - 1; i >= 0; i--)
        {
            var length = Axes[axesByWork[i]].Values.Count;
            valueIndexes[axesByWork[i]] = position % length;
            position /= length;
        }

        var setting = 0;
        for (var axis = 0; axis < valueIndexes.Length; axis++)
            setting = (setting * Axes[axis].Values.Count) + valueIndexes[axis];
        return setting;
    }

    private AccountSettings AccountOf(IReadOnlyList<double?> values)
    {
        var account = request.Account;
        for (var axis = 0; axis < values.Count; axis++)
        {
            if (!IsParameter(Axes[axis].Name))
                account = AccountAxis.Apply(account, Axes[axis].Name, values[axis]);
        }

        return account;
    }

    private StrategyParameters Apply(StrategyParameters parameters, IReadOnlyList<double?> values)
    {
        for (var axis = 0; axis < values.Count; axis++)
        {
            if (IsParameter(Axes[axis].Name))
                parameters = parameters.With(Axes[axis].Name, values[axis]!.Value);
        }

        return parameters;
    }

    private void Check(SweepAxis axis)
    {
        if (Axes.Count(other => other.Name == axis.Name) > 1)
            throw new ArgumentException($"{axis.Name} is varied twice; give one axis with all its values", nameof(axis));
        if (axis.Values.Count == 0)
            throw new ArgumentException($"{axis.Name} has no values; give at least one", nameof(axis));
        var declaration = request.Strategy.Parameters.FirstOrDefault(parameter => parameter.Name == axis.Name);
        foreach (var value in axis.Values)
        {
            if (declaration is null)
                AccountAxis.Apply(request.Account, axis.Name, value); // throws if the value is invalid; the result is not needed
            else if (value is not { } number || !declaration.IsAllowed(number))
                throw new ArgumentException(
                    FormattableString.Invariant($"{axis.Name} cannot be {value}; give {declaration.DescribeAllowedValues()}"),
                    nameof(axis)
                );
        }
    }

    private bool IsParameter(string name) => request.Strategy.Parameters.Any(parameter => parameter.Name == name);

    private bool AffectsSignals(string name) => IsParameter(name) && name != StrategyDefinition.HoldBarsName;

    // The lower the rank, the more recomputation a change of the axis causes.
    private int WorkRank(string name)
    {
        var costly = request.Strategy.CostlyParameters;
        for (var i = 0; i < costly.Count; i++)
        {
            if (costly[i] == name)
                return i;
        }

        return AffectsSignals(name) ? costly.Count : costly.Count + 1;
    }
}
