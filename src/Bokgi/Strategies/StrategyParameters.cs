namespace Bokgi.Strategies;

/// <summary>A value for each of a strategy's parameters, all within their declared ranges.</summary>
public sealed class StrategyParameters
{
    // Limits how many unknown names get a detailed message: a request may contain thousands.
    private const int MaxDetailedErrors = 20;

    private readonly double[] values;

    private StrategyParameters(IReadOnlyList<ParameterDeclaration> declarations, double[] values)
    {
        Declarations = declarations;
        this.values = values;
    }

    /// <summary>The declarations, in the strategy's order.</summary>
    public IReadOnlyList<ParameterDeclaration> Declarations { get; }

    /// <summary>The value of a declared parameter.</summary>
    /// <exception cref="ArgumentException">There is no parameter of that name.</exception>
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

    /// <summary>The value of an integer parameter.</summary>
    public int Integer(string name) => (int)this[name];

    /// <summary>The value of a boolean; for a choice, whether it is not the first option.</summary>
    public bool Flag(string name) => this[name] != 0;

    /// <summary>A copy with some of the parameters replaced.</summary>
    /// <param name="valueTexts">Values as written in a request, by name.</param>
    /// <param name="errors">What is wrong with a name or value, by parameter name; empty if all are valid.</param>
    public StrategyParameters With(IReadOnlyDictionary<string, string?> valueTexts, out IReadOnlyDictionary<string, string> errors)
    {
        ArgumentNullException.ThrowIfNull(valueTexts);
        var errorsByName = new Dictionary<string, string>();
        var newValues = (double[])values.Clone();
        foreach (var (name, text) in valueTexts)
        {
            var index = IndexOf(Declarations, name);
            if (index < 0)
                errorsByName[name] =
                    errorsByName.Count < MaxDetailedErrors
                        ? $"there is no parameter '{name}'; there are {string.Join(", ", Declarations.Select(declaration => declaration.Name))}"
                        : "there is no such parameter";
            else if (Declarations[index].TryParse(text, out var value, out var error))
                newValues[index] = value;
            else
                errorsByName[name] = error;
        }

        errors = errorsByName;
        return new StrategyParameters(Declarations, newValues);
    }

    /// <summary>A copy with one parameter replaced.</summary>
    /// <exception cref="ArgumentException">There is no parameter of that name, or it does not allow the value.</exception>
    public StrategyParameters With(string name, double value)
    {
        var index = IndexOf(Declarations, name);
        if (index < 0 || !Declarations[index].IsAllowed(value))
            throw new ArgumentException($"{name} = {value} is not allowed", nameof(name));
        var newValues = (double[])values.Clone();
        newValues[index] = value;
        return new StrategyParameters(Declarations, newValues);
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
