using System.Text.Json;
using Bokgi.IntegrationTests.Scripts;
using Xunit;

namespace Bokgi.IntegrationTests.Lake;

/// <summary>DuckDB and Polars, run by Node.js: other programs that must read the same values from this program's files.</summary>
/// <remarks>The first use runs <c>npm ci</c> in a folder below <c>artifacts/node</c>.</remarks>
public sealed class ExternalParquetReaders
{
    private readonly Lazy<string> folder = new(() => NodeProject.Install("node"));

    /// <summary>The names of the programs.</summary>
    public static TheoryData<string> Names => ["duckdb", "polars"];

    /// <summary>
    /// Reads a file with one of the programs. Times are returned as microseconds UTC, texts as strings, numbers as numbers.
    /// </summary>
    public ExternalTable Read(string program, string path)
    {
        var output = NodeProject.Run(folder.Value, "read.mjs", program, path);
        return JsonSerializer.Deserialize<ExternalTable>(output, JsonSerializerOptions.Web)
            ?? throw new InvalidDataException("the program printed null");
    }
}
