using ParquetSharp;

namespace Bokgi.MarketData.Lake;

/// <summary>Inspects any Parquet file; reports an unsuitable schema instead of throwing.</summary>
internal static class FileInspector
{
    public static FileInspection Inspect(string path, string name)
    {
        using var source =
            ParquetSource.Open(path, name)
            ?? throw new LakeException(LakeErrorKind.NotFound, $"{name} does not exist; name a file of the lake or a full path");
        try
        {
            return Inspect(source, source.Length, name);
        }
        catch (Exception e) when (ParquetErrors.IsReadError(e))
        {
            throw ParquetErrors.Translate(name, e);
        }
    }

    private static FileInspection Inspect(ParquetSource source, long bytes, string name)
    {
        var metadata = source.MetaData;
        var schema = CandleSchema.FromMetadata(metadata);
        List<string> problems = [.. schema.Problems];
        var hasTooManyRows = source.Footer.Rows > RowLimit.ForUnknownFile;
        if (hasTooManyRows)
            problems.Add(
                FormattableString.Invariant(
                    $"claims {source.Footer.Rows:N0} rows; no file of candles may have more than {RowLimit.ForUnknownFile:N0}"
                )
            );
        var times = schema.Time is null || hasTooManyRows ? null : TryScan(source, schema, problems);
        return new FileInspection(
            name,
            bytes,
            metadata.NumRows,
            metadata.NumRowGroups,
            metadata.CreatedBy,
            InspectColumns(source),
            schema.TimeColumn < 0 ? null : metadata.Schema.Column(schema.TimeColumn).Name,
            schema.Time?.ToString(),
            times?.FirstUtc,
            times?.LastUtc,
            times?.IsSorted,
            metadata.KeyValueMetadata,
            problems
        );
    }

    private static TimeScan? TryScan(ParquetSource source, CandleSchema schema, List<string> problems)
    {
        try
        {
            return TimeScan.FromRows(source, schema);
        }
        catch (Exception e) when (ParquetErrors.IsReadError(e))
        {
            problems.Add($"has times that cannot be read: {ParquetErrors.Reason(e)}");
            return null;
        }
    }

    private static List<ColumnInspection> InspectColumns(ParquetSource source)
    {
        using var group = source.MetaData.NumRowGroups > 0 ? source.RowGroup(0) : null;
        var columns = new List<ColumnInspection>();
        for (var i = 0; i < source.MetaData.NumColumns; i++)
        {
            var column = source.MetaData.Schema.Column(i);
            using var path = column.Path;
            using var logical = column.LogicalType;
            using var chunk = group?.MetaData.GetColumnChunkMetaData(i);
            columns.Add(
                new ColumnInspection(
                    path.ToDotString(),
                    column.PhysicalType.ToString(),
                    logical.Type is LogicalTypeEnum.None or LogicalTypeEnum.Undefined ? string.Empty : logical.Type.ToString(),
                    IsNullable: column.MaxDefinitionLevel > 0,
                    chunk is null ? [] : [.. chunk.Encodings.Select(encoding => encoding.ToString()).Distinct(StringComparer.Ordinal)],
                    chunk?.Compression.ToString() ?? string.Empty
                )
            );
        }

        return columns;
    }
}
