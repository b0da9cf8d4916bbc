namespace Bokgi.Host.Runs.Store;

/// <summary>Filters, sorts and pages runs, entirely in the database.</summary>
internal static class RunHistory
{
    private const int SymbolsShown = 10;

    public static async Task<RunPage> ListAsync(DatabaseConnection connection, RunQuery query)
    {
        await connection.BeginSnapshotAsync();
        var runs = await FilterAsync(connection, query);
        var total = await CountAsync(connection, runs, query);
        var numbers = total > query.Offset ? await RunNumbersAsync(connection, runs, query) : [];
        return new RunPage(total, query.Limit, query.Offset, await ItemsAsync(connection, numbers));
    }

    /// <summary>Builds the SQL for the row numbers of a page, in order. It selects only runs that have a value in the sort column.</summary>
    public static async Task<Sql> PageQueryAsync(DatabaseConnection connection, RunQuery query)
    {
        var runs = await FilterAsync(connection, query);
        return PageQuery(WithValue(runs, RunSortColumn.Get(query.Sort)), query, query.Offset, query.Limit);
    }

    private static async Task<RunFilter> FilterAsync(DatabaseConnection connection, RunQuery query)
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
            conditions.AddRange(await RunSearch.ConditionsAsync(connection, text));
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

    // Runs without a value in the sort column always come last.
    private static async Task<List<long>> RunNumbersAsync(DatabaseConnection connection, RunFilter runs, RunQuery query)
    {
        var column = RunSortColumn.Get(query.Sort);
        var withValue = WithValue(runs, column);
        var numbers = await PageAsync(withValue, query.Offset, query.Limit);
        if (numbers.Count == query.Limit || !column.IsNullable)
            return numbers;
        // Runs without a value fill the rest of the page; those that are on earlier pages are skipped.
        var noValueOffset = numbers.Count > 0 ? 0 : query.Offset - await CountAsync(connection, withValue);
        numbers.AddRange(await PageAsync(runs.With($"{Value(column)} IS NULL"), noValueOffset, query.Limit - numbers.Count));
        return numbers;

        Task<List<long>> PageAsync(RunFilter subset, int skip, int take) =>
            connection.QueryAsync(PageQuery(subset, query, skip, take), row => row.GetInt64(0));
    }

    private static RunFilter WithValue(RunFilter runs, RunSortColumn column) =>
        column.IsNullable ? runs.With($"{Value(column)} IS NOT NULL") : runs;

    private static Sql Value(RunSortColumn column) => Sql.Raw($"run.\"{column.Column}\"");

    // The row number breaks ties, in the same direction, so that pages never overlap.
    private static Sql PageQuery(RunFilter runs, RunQuery query, int skip, int take)
    {
        var direction = Sql.Raw(query.IsDescending ? "DESC" : "ASC");
        return $"""
            SELECT run."Number" {runs.ToSql()}
            ORDER BY {Value(RunSortColumn.Get(query.Sort))} {direction}, run."Number" {direction} LIMIT {take} OFFSET {skip}
            """;
    }

    // If the only filter is a symbol or a tag, the count does not need the table of runs.
    private static Task<int> CountAsync(DatabaseConnection connection, RunFilter runs, RunQuery query)
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
        return CountAsync(connection, runs);
    }

    private static Task<int> CountAsync(DatabaseConnection connection, RunFilter runs) =>
        CountAsync(connection, $"SELECT count(*) {runs.ToSql()}");

    private static Task<int> CountAsync(DatabaseConnection connection, Sql query) =>
        connection.FirstAsync(query, row => (int)row.GetInt64(0));

    private static async Task<List<RunItem>> ItemsAsync(DatabaseConnection connection, List<long> numbers)
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
            symbols.ToLookup(each => each.Run, each => each.Name),
            tags.ToLookup(each => each.Run, each => each.Name)
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

    // The tables to join with the table of runs, and the conditions, all of which a run must meet.
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
