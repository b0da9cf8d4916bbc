using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Runs.Store;

/// <summary>Filters, sorts and pages runs, entirely in the database.</summary>
internal static class RunHistory
{
    private const int SymbolsShown = 10;

    public static async Task<RunPage> ListAsync(BokgiContext context, RunQuery query)
    {
        await using var snapshot = await context.BeginSnapshotAsync();
        var runs = await FilterAsync(context, query);
        var total = await CountAsync(context, runs, query);
        var numbers = total > query.Offset ? await RunNumbersAsync(runs, query) : [];
        return new RunPage(total, query.Limit, query.Offset, await ItemsAsync(context, numbers));
    }

    public static async Task<IQueryable<RunRow>> FilterAsync(BokgiContext context, RunQuery query)
    {
        IQueryable<RunRow> runs = context.Set<RunRow>();
        if (query.Symbol is { } symbol)
            runs = context
                .Set<RunSymbolRow>()
                .Where(row => row.Symbol == symbol)
                .Join(runs, row => row.RunNumber, run => run.Number, (_, run) => run);
        if (query.Tag is { } tag)
            runs = context
                .Set<RunTagRow>()
                .Where(row => row.Tag == tag)
                .Join(runs, row => row.RunNumber, run => run.Number, (_, run) => run);
        if (query.Strategy is { } strategy)
            runs = runs.Where(run => run.Strategy == strategy);
        if (query.Timeframe is { } timeframe)
            runs = runs.Where(run => run.Timeframe == timeframe);
        if (query.Status is { } status)
            runs = runs.Where(run => run.Status == status);
        if (query.Text is { } text)
            runs = await RunSearch.FilterAsync(context, runs, text);
        if (query.MinReturn is { } minReturn)
            runs = runs.Where(run => run.TotalReturn >= minReturn);
        if (query.MaxReturn is { } maxReturn)
            runs = runs.Where(run => run.TotalReturn <= maxReturn);
        if (query.MinTrades is { } minTrades)
            runs = runs.Where(run => run.TotalTrades >= minTrades);
        if (query.MaxTrades is { } maxTrades)
            runs = runs.Where(run => run.TotalTrades <= maxTrades);
        if (query.FromUtc is { } from)
            runs = runs.Where(run => run.CreatedUtc >= from);
        if (query.ToUtc is { } to)
            runs = runs.Where(run => run.CreatedUtc < to);
        return runs;
    }

    /// <summary>The row numbers of a page's runs, in order. Runs without a value in the sort column always come last.</summary>
    public static async Task<List<long>> RunNumbersAsync(IQueryable<RunRow> runs, RunQuery query)
    {
        var sortColumn = RunSortColumn.Get(query.Sort);
        if (sortColumn.HasValue is not { } hasValue)
            return await PageAsync(runs, query.Offset, query.Limit);

        var numbers = await PageAsync(runs.Where(hasValue), query.Offset, query.Limit);
        if (numbers.Count == query.Limit)
            return numbers;
        // The rest of the page is filled with runs without a value, after those on earlier pages.
        var noValueOffset = numbers.Count > 0 ? 0 : query.Offset - await runs.CountAsync(hasValue);
        var hasNoValue = Expression.Lambda<Func<RunRow, bool>>(Expression.Not(hasValue.Body), hasValue.Parameters);
        numbers.AddRange(await PageAsync(runs.Where(hasNoValue), noValueOffset, query.Limit - numbers.Count));
        return numbers;

        Task<List<long>> PageAsync(IQueryable<RunRow> subset, int skip, int take) =>
            sortColumn.Sort(subset, query.IsDescending).Skip(skip).Take(take).Select(run => run.Number).ToListAsync();
    }

    // If only a symbol or only a tag is given, the count does not need the table of runs.
    private static Task<int> CountAsync(BokgiContext context, IQueryable<RunRow> runs, RunQuery query)
    {
        var pagingOnly = new RunQuery
        {
            Sort = query.Sort,
            IsDescending = query.IsDescending,
            Limit = query.Limit,
            Offset = query.Offset,
        };
        if (query.Symbol is { } symbol && query == (pagingOnly with { Symbol = symbol }))
            return context.Set<RunSymbolRow>().CountAsync(row => row.Symbol == symbol);
        if (query.Tag is { } tag && query == (pagingOnly with { Tag = tag }))
            return context.Set<RunTagRow>().CountAsync(row => row.Tag == tag);
        return runs.CountAsync();
    }

    private static async Task<List<RunItem>> ItemsAsync(BokgiContext context, List<long> numbers)
    {
        if (numbers.Count == 0)
            return [];
        var runs = await context
            .Set<RunRow>()
            .AsNoTracking()
            .AsSplitQuery()
            .Where(run => numbers.Contains(run.Number))
            .Select(run => new
            {
                Row = run,
                Symbols = run
                    .Symbols.Where(symbol => symbol.Position < SymbolsShown)
                    .OrderBy(symbol => symbol.Position)
                    .Select(symbol => symbol.Symbol)
                    .ToList(),
                Tags = run.Tags.OrderBy(tag => tag.Position).Select(tag => tag.Tag).ToList(),
            })
            .ToDictionaryAsync(run => run.Row.Number);
        return [.. numbers.Select(number => runs[number]).Select(run => CreateItem(run.Row, run.Symbols, run.Tags))];
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
}
