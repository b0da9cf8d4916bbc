using System.Text;
using System.Text.Json;

namespace Bokgi.IntegrationTests.CommandLine;

/// <summary>The result of running the program to its end.</summary>
/// <param name="ExitCode">0 for success, 1 for refused input, 2 for a failure.</param>
/// <param name="OutputBytes">All of standard output.</param>
/// <param name="Error">All of standard error.</param>
/// <param name="PeakBytes">The peak of resident memory on Linux; 0 elsewhere.</param>
/// <param name="Duration">The time from start to end.</param>
internal sealed record BokgiResult(int ExitCode, byte[] OutputBytes, string Error, long PeakBytes, TimeSpan Duration)
{
    public string Out => Encoding.UTF8.GetString(OutputBytes);

    /// <summary>Standard output, which must be one JSON value and nothing else.</summary>
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(OutputBytes);

    /// <summary>The lines of standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
