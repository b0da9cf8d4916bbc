using System.IO.Compression;
using System.Text.Json;

namespace Bokgi.UnitTests.Exchanges;

/// <summary>Responses and frames of exchanges, recorded by other projects.</summary>
internal static class Recordings
{
    /// <summary>Reads a file that contains only JSON.</summary>
    public static JsonElement ReadJson(params string[] path) => JsonElement.Parse(File.ReadAllText(Require(path)));

    /// <summary>Reads the JSON of a file whose first three lines give the method, the path and whether a key is needed.</summary>
    public static JsonElement ReadJsonBelowHeader(params string[] path) =>
        JsonElement.Parse(string.Join('\n', File.ReadLines(Require(path)).Skip(3)));

    /// <summary>Reads the first response from an address, out of a file of lines <c>address -> time: response</c>.</summary>
    public static JsonElement ReadLoggedResponse(string address, params string[] path)
    {
        var start = address + " -> ";
        var line = Lines(path).First(line => line.StartsWith(start, StringComparison.Ordinal));
        return JsonElement.Parse(line[(line.IndexOf(": ", start.Length, StringComparison.Ordinal) + 2)..]);
    }

    /// <summary>Reads the frames out of a file of lines <c>time: frame</c>. A frame may be written as a Python bytes literal.</summary>
    public static IEnumerable<string> ReadFrames(params string[] path)
    {
        foreach (var line in Lines(path))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0 || !double.TryParse(line[..colon], out _))
                continue;
            var frame = line[(colon + 2)..];
            yield return frame.StartsWith("b'", StringComparison.Ordinal) ? frame[2..^1] : frame;
        }
    }

    private static IEnumerable<string> Lines(string[] path)
    {
        var file = Require(path);
        using Stream stream = file.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(File.OpenRead(file), CompressionMode.Decompress)
            : File.OpenRead(file);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static string Require(string[] path) => SharedData.Require(["fixtures", .. path]);
}
