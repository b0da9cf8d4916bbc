namespace Bokgi.Host.Runs.Store;

/// <summary>Lists runs. Filtering, sorting and paging are done in the database.</summary>
internal static class RunHistory
{
    private const int SymbolsShown = 10;

    public static async Task<RunPage> ListAsync(DatabaseConnection connection, RunQuery query)
    {
        await connection.BeginSnapshotAsync();
        var filter = await BuildFilterAsync(connection, query);
        var (total, numbers) = query.Text is null
            ? await PageByIndexAsync(connection, filter, query)
            : await PageByScanAsync(connection, filter, query);
        return new RunPage(total, query.Limit, query.Offset, await ReadItemsAsync(connection, numbers));
    }

    /// <summary>
    /// Builds the query for the row numbers of a page. Valid for a page in the first half of the history that lists only runs with a value in
    /// the sort column.
    /// </summary>
    public static async Task<Sql> BuildPageQueryAsync(DatabaseConnection connection, RunQuery query)
    {
        var filter = await BuildFilterAsync(connection, query);
        return PageQuery(SplitByNull(filter, RunSortColumn.Get(query.Sort))[0], query, query.Offset, query.Limit, isBackwards: false);
    }

    private static async Task<RunFilter> BuildFilterAsync(DatabaseConnection connection, RunQuery query)
    {
        var (tables, conditions) = (new List<Sql>(), new List<Sql>());
        if (query.Symbol is { } symbol)
            tables.Add($"""run_symbols AS by_symbol ON by_symbol."RunNumber" = run."Number" AND by_symbol."Symbol" = {symbol}""");
        if (query.Tag is { } tag)
            tables.Add($"""run_tags AS by_tag ON by_tag."RunNumber" = run."Number" AND by_tag."Tag" = {tag}""");
        if (query.Strategy is { } strategy)
            conditions.Add($"""run."Strategy" = {strategy}""");
        if (query.Timeframe is { } timeframe)
            conditions.Add($"""run."Timeframe" = {timeframe}""");
        if (query.Status is { } status)
            conditions.Add($"""run."Status" = {status}""");
        if (query.Text is { } text)
            conditions.AddRange(await RunSearch.BuildConditionsAsync(connection, text));
        if (query.MinReturn is { } minReturn)
            conditions.Add($"""run."TotalReturn" >= {minReturn}""");
        if (query.MaxReturn is { } maxReturn)
            conditions.Add($"""run."TotalReturn" <= {maxReturn}""");
        if (query.MinTrades is { } minTrades)
            conditions.Add($"""run."TotalTrades" >= {minTrades}""");
        if (query.MaxTrades is { } maxTrades)
            conditions.Add($"""run."TotalTrades" <= {maxTrades}""");
        if (query.FromUtc is { } from)
            conditions.Add($"""run."CreatedUtc" >= {from}""");
        if (query.ToUtc is { } to)
            conditions.Add($"""run."CreatedUtc" < {to}""");
        return new RunFilter(tables, conditions);
    }

    private static async Task<(int Total, List<long> Numbers)> PageByIndexAsync(
        DatabaseConnection connection,
        RunFilter filter,
        RunQuery query
    )
    {
        var total = await CountAsync(connection, filter, query);
        var count = Math.Min(query.Limit, total - query.Offset);
        if (count <= 0)
            return (total, []);
        // The database also reads the rows before the offset, so a page in the second half is read backwards from the end.
        var isBackwards = query.Offset > total / 2;
        var skip = isBackwards ? total - query.Offset - count : query.Offset;
        var parts = SplitByNull(filter, RunSortColumn.Get(query.Sort));
        var numbers = new List<long>(count);
        foreach (var part in isBackwards ? parts.Reverse() : parts)
        {
            var partQuery = PageQuery(part, query, skip, count - numbers.Count, isBackwards);
            numbers.AddRange(await connection.QueryAsync(partQuery, row => row.GetInt64(0)));
            if (numbers.Count == count)
                break;
            skip = numbers.Count > 0 ? 0 : skip - await CountAsync(connection, part);
        }

        if (isBackwards)
            numbers.Reverse();
        return (total, numbers);
    }

    // No index finds the words of a text, so all runs are scanned. One scan yields both the total and the page.
    private static async Task<(int Total, List<long> Numbers)> PageByScanAsync(
        DatabaseConnection connection,
        RunFilter filter,
        RunQuery query
    )
    {
        var direction = Direction(query.IsDescending);
        var page = await connection.QueryAsync(
            $"""
            WITH found AS MATERIALIZED (SELECT run."Number" AS number, {ColumnSql(RunSortColumn.Get(query.Sort))} AS value {filter.ToSql()})
            SELECT number, (SELECT count(*) FROM found) FROM found
            ORDER BY (value IS NULL), value {direction}, number {direction} LIMIT {query.Limit} OFFSET {query.Offset}
            """,
            row => (Number: row.GetInt64(0), Total: (int)row.GetInt64(1))
        );
        var total =
            page.Count > 0 ? page[0].Total
            : query.Offset == 0 ? 0
            : await CountAsync(connection, filter);
        return (total, [.. page.Select(row => row.Number)]);
    }

    // In ascending and in descending order, the runs without a value in the sort column come after all others.
    private static IReadOnlyList<RunFilter> SplitByNull(RunFilter filter, RunSortColumn column) =>
        column.IsNullable ? [filter.With($"{ColumnSql(column)} IS NOT NULL"), filter.With($"{ColumnSql(column)} IS NULL")] : [filter];

    private static Sql ColumnSql(RunSortColumn column) => Sql.Raw($"run.\"{column.Column}\"");

    private static Sql Direction(bool isDescending) => Sql.Raw(isDescending ? "DESC" : "ASC");

    // The row number breaks ties, in the same direction, so that pages never overlap.
    private static Sql PageQuery(RunFilter filter, RunQuery query, int skip, int take, bool isBackwards)
    {
        var direction = Direction(query.IsDescending != isBackwards);
        return $"""
            SELECT run."Number" {filter.ToSql()}
            ORDER BY {ColumnSql(RunSortColumn.Get(query.Sort))} {direction}, run."Number" {direction} LIMIT {take} OFFSET {skip}
            """;
    }

    // If the only filter is a symbol or a tag, the count does not need the table of runs.
    private static Task<int> CountAsync(DatabaseConnection connection, RunFilter filter, RunQuery query)
    {
        var pagingOnly = new RunQuery
        {
            Sort = query.Sort,
            IsDescending = query.IsDescending,
            Limit = query.Limit,
            Offset = query.Offset,
        };
        if (query.Symbol is { } symbol && query == (pagingOnly with { Symbol = symbol }))
            return CountAsync(connection, $"""SELECT count(*) FROM run_symbols WHERE "Symbol" = {symbol}""");
        if (query.Tag is { } tag && query == (pagingOnly with { Tag = tag }))
            return CountAsync(connection, $"""SELECT count(*) FROM run_tags WHERE "Tag" = {tag}""");
        return CountAsync(connection, filter);
    }

    private static Task<int> CountAsync(DatabaseConnection connection, RunFilter filter) =>
        CountAsync(connection, $"SELECT count(*) {filter.ToSql()}");

    private static Task<int> CountAsync(DatabaseConnection connection, Sql query) =>
        connection.FirstAsync(query, row => (int)row.GetInt64(0));

    private static async Task<List<RunItem>> ReadItemsAsync(DatabaseConnection connection, List<long> numbers)
    {
        if (numbers.Count == 0)
            return [];
        var runs = await connection.QueryAsync(
            $"""SELECT {RunRow.Columns} FROM runs AS run WHERE run."Number" IN {numbers}""",
            RunRow.Read
        );
        var symbols = await connection.QueryAsync(
            $"""
            SELECT "RunNumber", "Symbol" FROM run_symbols
            WHERE "RunNumber" IN {numbers} AND "Position" < {SymbolsShown} ORDER BY "RunNumber", "Position"
            """,
            row => (Run: row.GetInt64(0), Name: row.GetString(1))
        );
        var tags = await connection.QueryAsync(
            $"""SELECT "RunNumber", "Tag" FROM run_tags WHERE "RunNumber" IN {numbers} ORDER BY "RunNumber", "Position" """,
            row => (Run: row.GetInt64(0), Name: row.GetString(1))
        );
        var (symbolsOf, tagsOf) = (
            symbols.ToLookup(symbol => symbol.Run, symbol => symbol.Name),
            tags.ToLookup(tag => tag.Run, tag => tag.Name)
        );
        var rows = runs.ToDictionary(run => run.Number);
        return [.. numbers.Select(number => CreateItem(rows[number], [.. symbolsOf[number]], [.. tagsOf[number]]))];
    }

    private static RunItem CreateItem(RunRow row, IReadOnlyList<string> symbols, IReadOnlyList<string> tags) =>
        new()
        {
            RunId = row.RunId,
            CreatedAt = UnixTime.Format(row.CreatedUtc),
            Strategy = row.Strategy,
            Timeframe = row.Timeframe,
            StartDate = row.StartDate,
            EndDate = row.EndDate,
            Symbols = symbols,
            SymbolCount = row.SymbolCount,
            Status = row.Status,
            Description = row.Description,
            Tags = tags,
            TotalSignals = row.TotalSignals,
            TotalTrades = row.TotalTrades,
            WinRate = row.WinRate,
            AvgReturn = row.AvgReturn,
            TotalReturn = row.TotalReturn,
            Cagr = row.Cagr,
            Sharpe = row.Sharpe,
            Sortino = row.Sortino,
            Calmar = row.Calmar,
            ProfitFactor = row.ProfitFactor,
            MaxDrawdown = row.MaxDrawdown,
            Exposure = row.Exposure,
            ExecutionTime = row.ExecutionTime,
        };

    // The tables to join with the table of runs, and the conditions. A run must meet all of them.
    private sealed record RunFilter(IReadOnlyList<Sql> Tables, IReadOnlyList<Sql> Conditions)
    {
        public RunFilter With(Sql condition) => this with { Conditions = [.. Conditions, condition] };

        public Sql ToSql()
        {
            Sql sql = $"FROM runs AS run";
            foreach (var table in Tables)
                sql = $"{sql} JOIN {table}";
            return Conditions.Count > 0 ? $"{sql} WHERE {Sql.Join(" AND ", Conditions)}" : sql;
        }
    }
}
