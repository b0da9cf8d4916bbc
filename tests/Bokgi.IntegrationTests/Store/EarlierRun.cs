using System.Security.Cryptography;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.UnitTests.Runs.Artifacts;
using Microsoft.Extensions.Configuration;
using Shouldly;

namespace Bokgi.IntegrationTests.Store;

/// <summary>Turns stored runs into runs of earlier versions, which wrote one Parquet file per table.</summary>
internal static class EarlierRun
{
    public static string[] Files { get; } = [.. ArtifactNames.ParquetFiles];

    /// <summary>
    /// Turns a run of the SQLite database in a state folder into a run of an earlier version. If <paramref name="columnsOfEquity"/> is not null,
    /// the table of equity keeps only these columns.
    /// </summary>
    public static void ConvertRun(string stateRoot, string runId, IReadOnlyList<string>? columnsOfEquity = null)
    {
        var values = new Dictionary<string, string?> { ["STATE_ROOT"] = stateRoot };
        using var database = new BokgiDatabase(
            HostSettings.Read(stateRoot, new ConfigurationBuilder().AddInMemoryCollection(values).Build())
        );
        var folders = Directory.EnumerateDirectories(Path.Combine(stateRoot, "results", "backtests"), runId, SearchOption.AllDirectories);
        ConvertRun(database, folders.ShouldHaveSingleItem(), columnsOfEquity);
    }

    /// <summary>
    /// Turns a run into a run of an earlier version: replaces the files in its folder, and the hashes of these files in the database.
    /// </summary>
    public static void ConvertRun(BokgiDatabase database, string folder, IReadOnlyList<string>? columnsOfEquity = null)
    {
        ParquetTables.Replace(folder, columnsOfEquity);
        var hashes = new ArtifactHashes(Files.ToDictionary(name => name, name => Hash(Path.Combine(folder, name))));
        StoreAsync().GetAwaiter().GetResult();

        async Task StoreAsync()
        {
            await using var connection = await database.ConnectForWritingAsync(CancellationToken.None);
            var changed = await connection.ExecuteAsync(
                $"""
                UPDATE run_documents SET "FileHashes" = {hashes.ToJson()}
                WHERE "RunNumber" = (SELECT "Number" FROM runs WHERE "RunId" = {Path.GetFileName(folder)})
                """
            );
            changed.ShouldBe(1);
        }
    }

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
