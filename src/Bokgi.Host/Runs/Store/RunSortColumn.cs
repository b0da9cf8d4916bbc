using System.Linq.Expressions;

namespace Bokgi.Host.Runs.Store;

/// <summary>A column by which the history can be sorted.</summary>
/// <param name="Name">Its name in a request.</param>
/// <param name="Order">Its position among the columns of figures.</param>
/// <param name="Sort">
/// Sorts runs, in descending order if the flag is true. The row number breaks ties, in the same direction, so that pages never overlap.
/// </param>
/// <param name="HasValue">Whether a run has a value in the column; null for a column that always has one.</param>
internal sealed record RunSortColumn(
    string Name,
    int Order,
    Func<IQueryable<RunRow>, bool, IQueryable<RunRow>> Sort,
    Expression<Func<RunRow, bool>>? HasValue
)
{
    // Lazy, because Figure.All creates columns, and a static initializer would be circular.
    private static Dictionary<string, RunSortColumn> ByName => field ??= All(Figure.All).ToDictionary(column => column.Name);

    public static IEnumerable<string> Names => ByName.Keys;

    public static RunSortColumn Get(string name) => ByName[name];

    public static IEnumerable<RunSortColumn> All(IEnumerable<Figure> figures) =>
        [
            By(run => run.CreatedUtc, "created_at"),
            By(run => run.Strategy),
            By(run => run.Timeframe),
            By(run => run.StartDate),
            By(run => run.EndDate),
            By(run => run.Status),
            By(run => run.SymbolCount),
            By(run => run.SearchText, "description"),
            By(run => run.ExecutionTime),
            .. figures.Select(figure => figure.SortColumn).OfType<RunSortColumn>().OrderBy(column => column.Order),
        ];

    /// <summary>Creates the sort column of a property; its name is the property's in snake case unless another is given.</summary>
    public static RunSortColumn By<T>(Expression<Func<RunRow, T>> column, string? name = null, int order = 0)
    {
        var canBeNull = Nullable.GetUnderlyingType(typeof(T)) is not null;
        return new RunSortColumn(
            name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(((MemberExpression)column.Body).Member.Name),
            order,
            (runs, isDescending) =>
                isDescending
                    ? runs.OrderByDescending(column).ThenByDescending(run => run.Number)
                    : runs.OrderBy(column).ThenBy(run => run.Number),
            canBeNull
                ? Expression.Lambda<Func<RunRow, bool>>(
                    Expression.NotEqual(column.Body, Expression.Constant(null, typeof(T))),
                    column.Parameters
                )
                : null
        );
    }
}
