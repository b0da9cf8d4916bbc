using System.Text;

namespace Bokgi.Host.Benchmarks;

/// <summary>Past runs, one file each, under <c>STATE_ROOT/benchmarks</c>.</summary>
internal sealed class BenchmarkRecords(string stateRoot)
{
    private readonly string folder = Path.Combine(stateRoot, "benchmarks");

    /// <summary>The newest run with this number of candles; null if no readable file contains one.</summary>
    public BenchmarkRun? FindNewest(int candles)
    {
        if (!Directory.Exists(folder))
            return null;
        return Directory
            .EnumerateFiles(folder, "run-*.json")
            .OrderDescending(StringComparer.Ordinal)
            .Select(Read)
            .FirstOrDefault(run => run?.Candles == candles);
    }

    public void Save(BenchmarkRun run)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(PathOf("run", run, "json"), ToJson(run with { Before = null }));
    }

    /// <summary>Writes an additional file for the user, and returns its path.</summary>
    public string Export(BenchmarkRun run, bool asCsv)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf("export", run, asCsv ? "csv" : "json");
        File.WriteAllText(path, asCsv ? ToCsv(run) : ToJson(run));
        return path;
    }

    public static string ToJson(BenchmarkRun run) => JsonSerializer.Serialize(run, JsonFormat.Indented);

    private static string ToCsv(BenchmarkRun run)
    {
        var text = new StringBuilder("time,name,value,unit,target,ok\n");
        foreach (var result in run.Results)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{run.Time},{result.Name},{result.Value:R},{result.Unit},{result.Target:R},{(result.Ok ? "true" : "false")}\n"
            );
        }

        return text.ToString();
    }

    private static BenchmarkRun? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<BenchmarkRun>(File.ReadAllText(path), JsonFormat.Indented);
        }
        catch (JsonException)
        {
            return null; // written by another version, or truncated
        }
    }

    // Removes the colons of the time, which Windows does not allow in file names.
    private string PathOf(string kind, BenchmarkRun run, string extension) =>
        Path.Combine(folder, $"{kind}-{run.Time.Replace(":", string.Empty, StringComparison.Ordinal)}.{extension}");
}
