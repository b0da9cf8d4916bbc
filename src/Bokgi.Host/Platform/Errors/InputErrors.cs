namespace Bokgi.Host.Platform.Errors;

/// <summary>The errors of a request, by field. The first ones are listed, the others only counted.</summary>
internal sealed class InputErrors
{
    // More messages would not help a client whose request is wrong throughout.
    public const int MaximumListed = 20;

    private readonly SortedDictionary<string, List<string>> byField = new(StringComparer.Ordinal);
    private int listedCount;

    public bool Any => listedCount > 0;

    /// <summary>Whether further errors are only counted, so that their messages need not be built.</summary>
    public bool IsFull => listedCount == MaximumListed;

    public int UnlistedCount { get; private set; }

    public IEnumerable<(string Field, string Message)> ListedErrors =>
        byField.SelectMany(entry => entry.Value.Select(message => (entry.Key, message)));

    public string Summary =>
        string.Join("; ", ListedErrors.Select(error => error.Message)) + (UnlistedCount > 0 ? $"; and {UnlistedCount} more" : string.Empty);

    public void Add(string field, string message)
    {
        if (IsFull)
        {
            CountUnlisted();
            return;
        }

        if (!byField.TryGetValue(field, out var messages))
            byField[field] = messages = [];
        messages.Add(message);
        listedCount++;
    }

    public void CountUnlisted() => UnlistedCount++;

    public void AddAll(IEnumerable<KeyValuePair<string, string>> errors, string prefix = "")
    {
        foreach (var (field, message) in errors)
            Add(prefix + field, message);
    }

    public void ThrowIfAny()
    {
        if (Any)
            throw new InvalidInputException(this);
    }
}
