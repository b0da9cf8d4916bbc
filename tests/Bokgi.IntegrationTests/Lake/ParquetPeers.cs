using System.Diagnostics;
using System.Text.Json;
using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Lake;

/// <summary>DuckDB and polars, under node: other programs that must read the files of this one alike.</summary>
/// <remarks>The first use runs <c>npm ci</c> in <c>artifacts/parquet-peers</c>.</remarks>
public sealed class ParquetPeers
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly Lock Installing = new();

    private readonly string folder = Path.Combine(SharedData.RepositoryRoot, "artifacts", "parquet-peers");

    public ParquetPeers()
    {
        // Several test classes come here at once.
        lock (Installing)
            Install(Path.Combine(SharedData.RepositoryRoot, "tests", "Bokgi.IntegrationTests", "node"));
    }

    /// <summary>The programs by name.</summary>
    public static TheoryData<string> Names => ["duckdb", "polars"];

    /// <summary>Reads a file with one of the programs. Times come as microseconds UTC, texts as strings, numbers as numbers.</summary>
    public PeerTable Read(string program, string path)
    {
        var output = Run("node", "read.mjs", program, path);
        return JsonSerializer.Deserialize<PeerTable>(output, JsonSerializerOptions.Web)
            ?? throw new InvalidDataException("the program printed null");
    }

    private void Install(string sources)
    {
        Directory.CreateDirectory(folder);
        var isInstalled = Directory.Exists(Path.Combine(folder, "node_modules")) && IsSame("package-lock.json", sources);
        foreach (var file in Directory.EnumerateFiles(sources))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        if (!isInstalled)
            Run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
    }

    private bool IsSame(string name, string sources)
    {
        var installed = Path.Combine(folder, name);
        return File.Exists(installed) && File.ReadAllText(installed) == File.ReadAllText(Path.Combine(sources, name));
    }

    private string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {errors.GetAwaiter().GetResult()}");
        return output.GetAwaiter().GetResult();
    }
}
