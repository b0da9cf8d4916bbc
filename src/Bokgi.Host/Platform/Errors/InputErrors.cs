namespace Bokgi.Host.Platform.Errors;

/// <summary>What is wrong with a request, field by field; empty when nothing is.</summary>
internal sealed class InputErrors
{
    private readonly SortedDictionary<string, List<string>> byField = new(StringComparer.Ordinal);

    public bool Any => byField.Count > 0;

    public IEnumerable<(string Field, string Message)> All =>
        byField.SelectMany(entry => entry.Value.Select(message => (entry.Key, message)));

    public void Add(string field, string message)
    {
        if (!byField.TryGetValue(field, out var messages))
            byField[field] = messages = [];
        messages.Add(message);
    }

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
