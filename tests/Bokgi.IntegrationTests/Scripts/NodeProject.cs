using System.Diagnostics;
using System.Security.Cryptography;
using Bokgi.UnitTests;
using Shouldly;

namespace Bokgi.IntegrationTests.Scripts;

/// <summary>Scripts for node with the packages that their lock names, installed once below <c>artifacts</c>.</summary>
internal static class NodeProject
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly Lock Installing = new();

    /// <summary>The folder of the installed project. It is moved into place when it is whole, so that two processes may install at once.</summary>
    /// <param name="parts">The folder that holds package.json, from this test project on.</param>
    public static string Install(params string[] parts)
    {
        var sources = Path.Combine([SharedData.RepositoryRoot, "tests", "Bokgi.IntegrationTests", .. parts]);
        var files = Directory.GetFiles(sources).Order(StringComparer.Ordinal).ToList();
        var content = SHA256.HashData([.. files.SelectMany(File.ReadAllBytes)]);
        var folder = Path.Combine(SharedData.RepositoryRoot, "artifacts", "node", $"{parts[^1]}-{Convert.ToHexStringLower(content)[..12]}");
        lock (Installing)
            if (!Directory.Exists(folder))
                Make(folder, files);
        return folder;
    }

    /// <summary>What a program prints that must succeed.</summary>
    public static string Run(string folder, string program, params string[] arguments)
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

    private static void Make(string folder, IEnumerable<string> files)
    {
        var making = Directory.CreateDirectory($"{folder}.{Environment.ProcessId}").FullName;
        foreach (var file in files)
            File.Copy(file, Path.Combine(making, Path.GetFileName(file)), overwrite: true);
        Run(making, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
        try
        {
            Directory.Move(making, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(making, recursive: true); // another process was faster
        }
    }
}
