using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Runs.Store;

/// <summary>
/// Finds runs by words, each of which must occur in the description, a tag, the strategy or a symbol. Database engines ignore case in
/// different ways, so the names of tags, strategies and symbols, of which there are few, are compared in memory. The query lists the names
/// that match.
/// </summary>
internal static class RunSearch
{
    public const int MaximumWords = 10;

    public static string[] Words(string text) =>
        [.. text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct()];

    public static async Task<IQueryable<RunRow>> FilterAsync(BokgiContext context, IQueryable<RunRow> runs, string text)
    {
        var strategies = await context.Set<RunRow>().Select(run => run.Strategy).Distinct().ToListAsync();
        var symbols = await context.Set<RunSymbolRow>().Select(row => row.Symbol).Distinct().ToListAsync();
        var tags = await context.Set<RunTagRow>().Select(row => row.Tag).Distinct().ToListAsync();
        foreach (var word in Words(text))
        {
            // The word may be another spelling of a symbol, such as krw-btc.
            var canonical = Symbol.TryParse(word, out var symbol, out _) ? symbol.Code : null;
            string[] matchingStrategies = [.. strategies.Where(strategy => ContainsWord(strategy, word))];
            string[] matchingSymbols = [.. symbols.Where(code => code == canonical || ContainsWord(code, word))];
            string[] matchingTags = [.. tags.Where(tag => ContainsWord(tag, word))];
            var withSymbol = context.Set<RunSymbolRow>().Where(row => matchingSymbols.Contains(row.Symbol)).Select(row => row.RunNumber);
            var withTag = context.Set<RunTagRow>().Where(row => matchingTags.Contains(row.Tag)).Select(row => row.RunNumber);
            runs = runs.Where(run =>
                run.SearchText.Contains(word)
                || matchingStrategies.Contains(run.Strategy)
                || withSymbol.Contains(run.Number)
                || withTag.Contains(run.Number)
            );
        }

        return runs;
    }

    private static bool ContainsWord(string name, string word) => name.ToLowerInvariant().Contains(word, StringComparison.Ordinal);
}
