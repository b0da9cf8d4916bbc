using System.Diagnostics;
using System.Security.Cryptography;
using Bokgi.UnitTests;
using Shouldly;

namespace Bokgi.IntegrationTests.Scripts;

/// <summary>Node.js scripts with the packages of their lock file, installed once below <c>artifacts</c>.</summary>
internal static class NodeProject
{
    private static readonly Lock InstallLock = new();

    /// <summary>
    /// Installs the project unless it is installed already, and returns its folder. The folder is moved into place when complete, so that
    /// two processes may install at the same time.
    /// </summary>
    /// <remarks>Without node and npm the test is skipped; with CI=true it fails.</remarks>
    /// <param name="parts">The folder that holds package.json, relative to this test project.</param>
    public static string Install(params string[] parts)
    {
        ExternalProgram.Require("node", "nodejs npm");
        ExternalProgram.Require("npm", "nodejs npm");
        var sources = Path.Combine([SharedData.RepositoryRoot, "tests", "Bokgi.IntegrationTests", .. parts]);
        var files = Directory.GetFiles(sources).Order(StringComparer.Ordinal).ToList();
        var contentHash = SHA256.HashData([.. files.SelectMany(File.ReadAllBytes)]);
        var folder = Path.Combine(
            SharedData.RepositoryRoot,
            "artifacts",
            "node",
            $"{parts[^1]}-{Convert.ToHexStringLower(contentHash)[..12]}"
        );
        lock (InstallLock)
            if (!Directory.Exists(folder))
                InstallInto(folder, files);
        return folder;
    }

    /// <summary>
    /// The Node.js executable for the project: that of the package <c>node</c> if the lock file lists this package, because the machine's
    /// Node.js may be too old; otherwise the machine's.
    /// </summary>
    public static string NodePath(string folder)
    {
        var bundled = Path.Combine(folder, "node_modules", ".bin", "node");
        return File.Exists(bundled) ? bundled : "node";
    }

    /// <summary>Runs a script of the project, which must succeed, and returns its output.</summary>
    public static string Run(string folder, params string[] arguments) => RunProgram(folder, NodePath(folder), arguments);

    private static string RunProgram(string folder, string program, params string[] arguments)
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
        if (!process.WaitForExit(TestTimeout.Value))
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {errors.GetAwaiter().GetResult()}");
        return output.GetAwaiter().GetResult();
    }

    private static void InstallInto(string folder, IEnumerable<string> files)
    {
        var staging = Directory.CreateDirectory($"{folder}.{Environment.ProcessId}").FullName;
        foreach (var file in files)
            File.Copy(file, Path.Combine(staging, Path.GetFileName(file)), overwrite: true);
        RunProgram(staging, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
        try
        {
            Directory.Move(staging, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(staging, recursive: true); // another process was faster
        }
    }
}
