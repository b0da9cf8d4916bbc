using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Bokgi.Host.Backups.Sources;

/// <summary>
/// A program of PostgreSQL or Redis, such as <c>pg_dump</c>. Secrets are passed in environment variables, which other accounts cannot read.
/// </summary>
internal sealed class ExternalProgram(string name, string package)
{
    private const string PostgresVersions = "/usr/lib/postgresql"; // on Debian, with one folder for each major version
    private const int MaximumReasonLength = 300;

    /// <summary>
    /// Runs the program until it exits. If its input cannot be written completely, the program is killed before the input ends, so that it
    /// cannot mistake a part of the input for the whole.
    /// </summary>
    /// <param name="arguments">The program's arguments.</param>
    /// <param name="environment">Environment variables.</param>
    /// <param name="writeInput">Writes the program's standard input; null for none.</param>
    /// <param name="readOutput">Reads the program's standard output; null to ignore it.</param>
    /// <param name="cancel">Kills the program.</param>
    /// <param name="postgresMajor">The major version of PostgreSQL whose programs are preferred; null for no preference.</param>
    /// <exception cref="BackupException">The program is not installed, or it failed.</exception>
    public async Task RunAsync(
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string>> environment,
        Func<Stream, Task>? writeInput,
        Func<Stream, Task>? readOutput,
        CancellationToken cancel,
        int? postgresMajor = null
    )
    {
        using var process = Start(arguments, environment, postgresMajor);
        try
        {
            var errorOutput = process.StandardError.ReadToEndAsync(cancel);
            var output = (readOutput ?? DrainAsync)(process.StandardOutput.BaseStream);
            var failure = await WriteAsync(process, writeInput);
            if (failure is null)
                await output.WaitAsync(cancel);
            else
                await output.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await process.WaitForExitAsync(cancel);
            // If the program fails while its input is written, writing throws an IOException. The program's own message says more than this one.
            if (failure is not (null or IOException))
                ExceptionDispatchInfo.Throw(failure);
            if (process.ExitCode != 0)
                throw new BackupException($"{name} failed: {Shorten((await errorOutput).Trim())}", failure);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts the program, which runs until the caller ends it.</summary>
    /// <exception cref="BackupException">The program is not installed.</exception>
    public Process Start(IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment, int? postgresMajor = null)
    {
        var start = new ProcessStartInfo(Find(postgresMajor), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["LC_ALL"] = "C.UTF-8"; // messages in English, whatever the language of the terminal
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        return Process.Start(start)!;
    }

    private string Find(int? postgresMajor) =>
        SearchFolders(postgresMajor).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new BackupException($"this needs {name}, which is not installed here; on Debian: apt-get install {package}");

    // The folders to search, in order. An older server may not understand the output of a newer pg_dump, so the programs of the server's own
    // version come first.
    private static IEnumerable<string> SearchFolders(int? postgresMajor) =>
        [
            .. postgresMajor is { } major ? [Path.Combine(PostgresVersions, $"{major}", "bin")] : Array.Empty<string>(),
            .. (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator),
            .. Directory.Exists(PostgresVersions)
                ? Directory
                    .GetDirectories(PostgresVersions)
                    .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                    .Select(folder => Path.Combine(folder, "bin"))
                : [],
        ];

    private static async Task<Exception?> WriteAsync(Process process, Func<Stream, Task>? writeInput)
    {
        try
        {
            if (writeInput is not null)
                await writeInput(process.StandardInput.BaseStream);
            process.StandardInput.Close();
            return null;
        }
        catch (Exception failure)
        {
            process.Kill(entireProcessTree: true);
            return failure;
        }
    }

    private static Task DrainAsync(Stream output) => output.CopyToAsync(Stream.Null);

    private static string Shorten(string reason)
    {
        var text = reason.ReplaceLineEndings("; ");
        return text.Length <= MaximumReasonLength ? text : text[..MaximumReasonLength];
    }
}
