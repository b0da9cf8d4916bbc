using System.CommandLine;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Runs;

/// <summary>Finds a run by its identifier, by a unique prefix of it, or as <c>latest</c>.</summary>
internal static class RunName
{
    public const string Latest = "latest";
    private const int MaximumListed = 5;

    public static Argument<string> Argument(bool isOptional = false)
    {
        var name = new Argument<string>("run") { Description = "A run's identifier, the beginning of one, or 'latest'" };
        if (isOptional)
            name.DefaultValueFactory = _ => Latest;
        return name;
    }

    /// <exception cref="InvalidInputException">No run matches, or several do.</exception>
    public static async Task<RunDocument> FindAsync(RunStore store, string name) => (await FindWithFilesAsync(store, name)).Run;

    /// <inheritdoc cref="FindAsync"/>
    public static async Task<(RunDocument Run, RunFiles Files)> FindWithFilesAsync(RunStore store, string name)
    {
        if (name == Latest)
            return await store.LatestWithFilesAsync()
                ?? throw InvalidInputException.ForField("run", "there is no run yet; 'bokgi backtest' makes one");
        var prefix = name.Trim().ToLowerInvariant();
        var matching = prefix.Length > 0 ? await store.FindIdsAsync(prefix, MaximumListed + 1) : [];
        if (matching.Count == 1 && await store.FindWithFilesAsync(matching[0]) is { } run)
            return run;
        if (matching.Count < 2)
            throw InvalidInputException.ForField("run", $"there is no run '{name}'; 'bokgi runs' lists them");
        var more = matching.Count > MaximumListed ? " and more" : string.Empty;
        throw InvalidInputException.ForField(
            "run",
            $"'{name}' matches {string.Join(", ", matching.Take(MaximumListed))}{more}; give more of the identifier"
        );
    }
}
