using System.Data.Common;

namespace Bokgi.Host.Platform.Database;

/// <summary>Reads columns that may be null.</summary>
internal static class DataReaderColumns
{
    public static string? GetNullableString(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static double? GetNullableDouble(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}
