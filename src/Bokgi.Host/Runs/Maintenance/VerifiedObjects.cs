using Bokgi.Host.Storage;

namespace Bokgi.Host.Runs.Maintenance;

/// <summary>The results of a verification, ordered by key.</summary>
internal sealed class VerifiedObjects
{
    private readonly SortedDictionary<string, Verification> outcomes = new(StringComparer.Ordinal);

    public bool Any => outcomes.Count > 0;

    public void Add(string key, Verification outcome) => outcomes[key] = outcome;

    public bool Has(string key) => outcomes.ContainsKey(key);

    public int Count(Verification outcome) => outcomes.Values.Count(each => each == outcome);

    public IReadOnlyList<string> Keys(Verification outcome) => [.. outcomes.Where(each => each.Value == outcome).Select(each => each.Key)];
}
