using System.Linq.Expressions;

namespace Bokgi.Host.Runs.Store;

/// <summary>A column by which the history can be sorted.</summary>
/// <param name="Sort">
/// Sorts by the column, descending if requested; ties are broken by age in the same direction, so that pages never overlap.
/// </param>
/// <param name="HasValue">Whether a run has a value in the column; null for a column that always has one.</param>
internal sealed record RunSorting(Func<IQueryable<RunRow>, bool, IQueryable<RunRow>> Sort, Expression<Func<RunRow, bool>>? HasValue)
{
    private static readonly Dictionary<string, RunSorting> ByName = new(StringComparer.Ordinal)
    {
        ["created_at"] = By(run => run.CreatedUtc),
        ["strategy"] = By(run => run.Strategy),
        ["timeframe"] = By(run => run.Timeframe),
        ["start_date"] = By(run => run.StartDate),
        ["end_date"] = By(run => run.EndDate),
        ["status"] = By(run => run.Status),
        ["symbol_count"] = By(run => run.SymbolCount),
        ["description"] = By(run => run.SearchText),
        ["execution_time"] = By(run => run.ExecutionTime),
        ["total_signals"] = By(run => run.TotalSignals),
        ["total_trades"] = By(run => run.TotalTrades),
        ["win_rate"] = By(run => run.WinRate),
        ["avg_return"] = By(run => run.AvgReturn),
        ["total_return"] = By(run => run.TotalReturn),
        ["cagr"] = By(run => run.Cagr),
        ["sharpe"] = By(run => run.Sharpe),
        ["sortino"] = By(run => run.Sortino),
        ["calmar"] = By(run => run.Calmar),
        ["profit_factor"] = By(run => run.ProfitFactor),
        ["max_drawdown"] = By(run => run.MaxDrawdown),
        ["exposure"] = By(run => run.Exposure),
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static RunSorting Of(string name) => ByName[name];

    private static RunSorting By<T>(Expression<Func<RunRow, T>> column)
    {
        var canBeNull = Nullable.GetUnderlyingType(typeof(T)) is not null;
        return new RunSorting(
            (runs, down) =>
                down ? runs.OrderByDescending(column).ThenByDescending(run => run.Number) : runs.OrderBy(column).ThenBy(run => run.Number),
            canBeNull
                ? Expression.Lambda<Func<RunRow, bool>>(
                    Expression.NotEqual(column.Body, Expression.Constant(null, typeof(T))),
                    column.Parameters
                )
                : null
        );
    }
}
