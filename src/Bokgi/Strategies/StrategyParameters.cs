namespace Bokgi.Strategies;

/// <summary>A value for each of a strategy's parameters, all of them within their declared ranges.</summary>
public sealed class StrategyParameters
{
    // Whoever gets more names wrong learns enough from these, and a request may hold thousands.
    private const int MaximumWorded = 20;

    private readonly double[] values;

    private StrategyParameters(IReadOnlyList<ParameterDeclaration> declarations, double[] values)
    {
        Declarations = declarations;
        this.values = values;
    }

    /// <summary>What is declared, in the strategy's order.</summary>
    public IReadOnlyList<ParameterDeclaration> Declarations { get; }

    /// <summary>The value of a declared parameter.</summary>
    /// <exception cref="ArgumentException">No parameter of that name is declared.</exception>
    public double this[string name]
    {
        get
        {
            var index = IndexOf(Declarations, name);
            return index >= 0 ? values[index] : throw new ArgumentException($"no parameter '{name}' is declared", nameof(name));
        }
    }

    /// <summary>The defaults of <paramref name="declarations"/>.</summary>
    public static StrategyParameters Defaults(IReadOnlyList<ParameterDeclaration> declarations) =>
        new(declarations, [.. declarations.Select(declaration => declaration.Default)]);

    /// <summary>The value of a parameter that counts something.</summary>
    public int Integer(string name) => (int)this[name];

    /// <summary>The value of a switch, or whether a choice is not its first word.</summary>
    public bool Flag(string name) => this[name] != 0;

    /// <summary>These parameters with some of them replaced.</summary>
    /// <param name="given">Values as requests write them, by name.</param>
    /// <param name="errors">By name of the parameter, what is wrong with its value or name; empty when all is well.</param>
    public StrategyParameters With(IReadOnlyDictionary<string, string?> given, out IReadOnlyDictionary<string, string> errors)
    {
        ArgumentNullException.ThrowIfNull(given);
        var found = new Dictionary<string, string>();
        var laid = (double[])values.Clone();
        foreach (var (name, text) in given)
        {
            var index = IndexOf(Declarations, name);
            if (index < 0)
                found[name] =
                    found.Count < MaximumWorded
                        ? $"there is no parameter '{name}'; there are {string.Join(", ", Declarations.Select(declaration => declaration.Name))}"
                        : "there is no such parameter";
            else if (Declarations[index].TryRead(text, out var value, out var error))
                laid[index] = value;
            else
                found[name] = error;
        }

        errors = found;
        return new StrategyParameters(Declarations, laid);
    }

    /// <summary>These parameters with one replaced.</summary>
    /// <exception cref="ArgumentException">The name is not declared or the value not allowed.</exception>
    public StrategyParameters With(string name, double value)
    {
        var index = IndexOf(Declarations, name);
        if (index < 0 || !Declarations[index].IsAllowed(value))
            throw new ArgumentException($"{name} = {value} is not allowed", nameof(name));
        var laid = (double[])values.Clone();
        laid[index] = value;
        return new StrategyParameters(Declarations, laid);
    }

    private static int IndexOf(IReadOnlyList<ParameterDeclaration> declarations, string name)
    {
        for (var i = 0; i < declarations.Count; i++)
        {
            if (declarations[i].Name == name)
                return i;
        }

        return -1;
    }
}
