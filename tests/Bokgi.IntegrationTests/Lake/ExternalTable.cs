using System.Text.Json;

namespace Bokgi.IntegrationTests.Lake;

/// <summary>A Parquet file as another program read it.</summary>
/// <param name="Columns">Names and types, in file order.</param>
/// <param name="Rows">Cells by row.</param>
public sealed record ExternalTable(IReadOnlyList<ExternalColumn> Columns, IReadOnlyList<IReadOnlyList<JsonElement>> Rows);

/// <summary>A column, with the type as the other program names it.</summary>
public sealed record ExternalColumn(string Name, string Type);
