using Bokgi.Markets;
using Bokgi.Strategies;
using Bokgi.Trading;

namespace Bokgi.Backtesting.Sweeps;

/// <summary>Every combination of the values of some axes, laid over a request. In the order of the axes as given, the last fastest.</summary>
public sealed class SweepGrid
{
    private readonly BacktestRequest request;

    // Axes from the one whose change costs most to the one whose change costs least; those that signals depend on come first.
    private readonly int[] byCost;

    /// <summary>A grid.</summary>
    /// <param name="request">What every setting has in common.</param>
    /// <param name="axes">What varies, each setting at most once; an axis beats the request and its overrides.</param>
    /// <exception cref="ArgumentException">A name is unknown or comes twice, or a value is not allowed or there is none.</exception>
    public SweepGrid(BacktestRequest request, IReadOnlyList<SweepAxis> axes)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(axes);
        this.request = request;
        Axes = [.. axes];
        foreach (var axis in Axes)
            Check(axis);
        Count = checked(Axes.Aggregate(1, (count, axis) => count * axis.Values.Count));
        byCost = [.. Enumerable.Range(0, Axes.Count).OrderBy(axis => Rank(Axes[axis].Name))];
        SettingsPerSignals = Axes.Where(axis => !DecidesSignals(axis.Name)).Aggregate(1, (count, axis) => count * axis.Values.Count);
    }

    /// <summary>What varies.</summary>
    public IReadOnlyList<SweepAxis> Axes { get; }

    /// <summary>How many settings there are.</summary>
    public int Count { get; }

    /// <summary>What every setting has in common.</summary>
    internal BacktestRequest Request => request;

    /// <summary>How many settings in a row, by cost, have the same signals.</summary>
    internal int SettingsPerSignals { get; }

    /// <summary>The value of each axis in one setting.</summary>
    /// <param name="setting">From 0 up to but not <see cref="Count"/>.</param>
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

    /// <summary>The request that a single run of one setting would be given.</summary>
    /// <param name="setting">From 0 up to but not <see cref="Count"/>.</param>
    public BacktestRequest RequestOf(int setting)
    {
        var values = ValuesOf(setting);
        return request with
        {
            Parameters = Lay(request.Parameters, values),
            Overrides = request.Overrides.ToDictionary(each => each.Key, each => Lay(each.Value, values)),
            Account = AccountOf(values),
        };
    }

    /// <summary>A symbol's parameters under one setting.</summary>
    internal StrategyParameters ParametersOf(Symbol symbol, int setting) => Lay(request.ParametersOf(symbol), ValuesOf(setting));

    /// <summary>The money rules of one setting.</summary>
    internal AccountSettings AccountOf(int setting) => AccountOf(ValuesOf(setting));

    /// <summary>The setting at a place in the order of cost, in which neighbours have most in common.</summary>
    internal int ByCost(int place)
    {
        var digits = new int[Axes.Count];
        for (var i = byCost.Length - 1; i >= 0; i--)
        {
            var length = Axes[byCost[i]].Values.Count;
            digits[byCost[i]] = place % length;
            place /= length;
        }

        var setting = 0;
        for (var axis = 0; axis < digits.Length; axis++)
            setting = (setting * Axes[axis].Values.Count) + digits[axis];
        return setting;
    }

    private AccountSettings AccountOf(IReadOnlyList<double?> values)
    {
        var account = request.Account;
        for (var axis = 0; axis < values.Count; axis++)
        {
            if (!IsParameter(Axes[axis].Name))
                account = SweepSetting.Lay(account, Axes[axis].Name, values[axis]);
        }

        return account;
    }

    private StrategyParameters Lay(StrategyParameters parameters, IReadOnlyList<double?> values)
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
                SweepSetting.Lay(request.Account, axis.Name, value);
            else if (value is not { } number || !declaration.IsAllowed(number))
                throw new ArgumentException(
                    FormattableString.Invariant($"{axis.Name} cannot be {value}; give {declaration.Allowed()}"),
                    nameof(axis)
                );
        }
    }

    private bool IsParameter(string name) => request.Strategy.Parameters.Any(parameter => parameter.Name == name);

    private bool DecidesSignals(string name) => IsParameter(name) && name != StrategyDefinition.HoldBarsName;

    private int Rank(string name)
    {
        var costly = request.Strategy.CostlyParameters;
        for (var i = 0; i < costly.Count; i++)
        {
            if (costly[i] == name)
                return i;
        }

        return DecidesSignals(name) ? costly.Count : costly.Count + 1;
    }
}
