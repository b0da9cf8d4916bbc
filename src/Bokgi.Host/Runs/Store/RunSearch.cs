namespace Bokgi.Host.Runs.Store;

/// <summary>
/// Finds runs by words, each of which must occur in the description, a tag, the strategy or a symbol. Database engines ignore case in
/// different ways. The distinct names of tags, strategies and symbols are few, so they are compared with the words in memory, and the SQL
/// conditions list the names that match.
/// </summary>
internal static class RunSearch
{
    public const int MaximumWords = 10;

    public static string[] SplitWords(string text) =>
        [.. text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct()];

    /// <summary>Builds one SQL condition for each word of the text; a run must meet all of them.</summary>
    public static async Task<IReadOnlyList<Sql>> BuildConditionsAsync(DatabaseConnection connection, string text)
    {
        var strategies = await DistinctAsync(connection, "runs", nameof(RunRow.Strategy));
        var symbols = await DistinctAsync(connection, "run_symbols", nameof(RunSymbolRow.Symbol));
        var tags = await DistinctAsync(connection, "run_tags", nameof(RunTagRow.Tag));
        return [.. SplitWords(text).Select(Condition)];

        Sql Condition(string word)
        {
            // The word may be another spelling of a symbol, such as krw-btc.
            var canonical = Symbol.TryParse(word, out var symbol, out _) ? symbol.Code : null;
            string[] matchingStrategies = [.. strategies.Where(strategy => ContainsWord(strategy, word))];
            string[] matchingSymbols = [.. symbols.Where(code => code == canonical || ContainsWord(code, word))];
            string[] matchingTags = [.. tags.Where(tag => ContainsWord(tag, word))];
            List<Sql> alternatives = [$"""{connection.PositionFunction}(run."SearchText", {word}) > 0"""];
            if (matchingStrategies.Length > 0)
                alternatives.Add($"""run."Strategy" {connection.In(matchingStrategies)}""");
            if (matchingSymbols.Length > 0)
                alternatives.Add(
                    $"""run."Number" IN (SELECT "RunNumber" FROM run_symbols WHERE "Symbol" {connection.In(matchingSymbols)})"""
                );
            if (matchingTags.Length > 0)
                alternatives.Add($"""run."Number" IN (SELECT "RunNumber" FROM run_tags WHERE "Tag" {connection.In(matchingTags)})""");
            return $"({Sql.Join(" OR ", alternatives)})";
        }
    }

    // The distinct values of a column. Each step of the recursion looks up the next value in an index that begins with this column, while
    // SELECT DISTINCT would read all rows.
    private static Task<List<string>> DistinctAsync(DatabaseConnection connection, string table, string column)
    {
        var (from, value) = (Sql.Raw(table), Sql.Raw($"\"{column}\""));
        return connection.QueryAsync(
            $"""
            WITH RECURSIVE names(name) AS (
                SELECT min({value}) FROM {from}
                UNION ALL SELECT (SELECT min({value}) FROM {from} WHERE {value} > names.name) FROM names WHERE names.name IS NOT NULL
            )
            SELECT name FROM names WHERE name IS NOT NULL
            """,
            row => row.GetString(0)
        );
    }

    private static bool ContainsWord(string name, string word) => name.ToLowerInvariant().Contains(word, StringComparison.Ordinal);
}
