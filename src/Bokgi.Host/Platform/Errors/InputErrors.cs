namespace Bokgi.Host.Platform.Errors;

/// <summary>What is wrong with a request, field by field; empty when nothing is. The first faults are named, further ones are counted.</summary>
internal sealed class InputErrors
{
    // Who gets everything wrong learns enough from the first of it.
    public const int MaximumNamed = 20;

    private readonly SortedDictionary<string, List<string>> byField = new(StringComparer.Ordinal);
    private int named;

    public bool Any => named > 0;

    /// <summary>Whether a further fault would only be counted: nobody need word it.</summary>
    public bool IsFull => named == MaximumNamed;

    /// <summary>Faults beside those that are named.</summary>
    public int Unnamed { get; private set; }

    public IEnumerable<(string Field, string Message)> All =>
        byField.SelectMany(entry => entry.Value.Select(message => (entry.Key, message)));

    /// <summary>All in one sentence.</summary>
    public string Sentence =>
        string.Join("; ", All.Select(error => error.Message)) + (Unnamed > 0 ? $"; and {Unnamed} more" : string.Empty);

    public void Add(string field, string message)
    {
        if (IsFull)
        {
            AddUnnamed();
            return;
        }

        if (!byField.TryGetValue(field, out var messages))
            byField[field] = messages = [];
        messages.Add(message);
        named++;
    }

    /// <summary>Counts a fault when no more are named.</summary>
    public void AddUnnamed() => Unnamed++;

    public void AddAll(IEnumerable<KeyValuePair<string, string>> errors, string prefix = "")
    {
        foreach (var (field, message) in errors)
            Add(prefix + field, message);
    }

    /// <exception cref="RefusedInputException">There is an error.</exception>
    public void ThrowIfAny()
    {
        if (Any)
            throw new RefusedInputException(this);
    }
}
