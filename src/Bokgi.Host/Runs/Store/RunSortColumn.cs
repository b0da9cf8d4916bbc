namespace Bokgi.Host.Runs.Store;

/// <summary>A column by which the history can be sorted.</summary>
/// <param name="Name">Its name in a request.</param>
/// <param name="Column">Its name in the table of runs.</param>
/// <param name="IsNullable">Whether a run may have no value in it.</param>
/// <param name="Order">Its position among the columns of figures; 0 for other columns, which come first.</param>
internal sealed record RunSortColumn(string Name, string Column, bool IsNullable, int Order)
{
    // Created lazily: Figure.All creates sort columns, so a static initializer would depend on itself.
    private static Dictionary<string, RunSortColumn> ByName => field ??= All(Figure.All).ToDictionary(column => column.Name);

    public static IEnumerable<string> Names => ByName.Keys;

    public static RunSortColumn Get(string name) => ByName[name];

    public static IEnumerable<RunSortColumn> All(IEnumerable<Figure> figures) =>
        [
            ForProperty(nameof(RunRow.CreatedUtc), "created_at"),
            ForProperty(nameof(RunRow.Strategy)),
            ForProperty(nameof(RunRow.Timeframe)),
            ForProperty(nameof(RunRow.StartDate)),
            ForProperty(nameof(RunRow.EndDate)),
            ForProperty(nameof(RunRow.Status)),
            ForProperty(nameof(RunRow.SymbolCount)),
            ForProperty(nameof(RunRow.SearchText), "description"),
            ForProperty(nameof(RunRow.ExecutionTime)),
            .. figures.Select(figure => figure.SortColumn).OfType<RunSortColumn>().OrderBy(column => column.Order),
        ];

    /// <summary>Creates the sort column of a property; its name is the property's in snake case unless another is given.</summary>
    public static RunSortColumn ForProperty(string property, string? name = null, int order = 0) =>
        new(
            name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property),
            property,
            Nullable.GetUnderlyingType(typeof(RunRow).GetProperty(property)!.PropertyType) is not null,
            order
        );
}
