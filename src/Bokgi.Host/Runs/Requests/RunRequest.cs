using Bokgi.Host.Runs.Accounts;
using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Runs.Requests;

/// <summary>Creates requests that repeat stored runs, and reads requests from files.</summary>
internal static class RunRequest
{
    /// <summary>The request that repeats a run. Symbols that had no candles are not included.</summary>
    public static BacktestForm CreateForRepeat(RunDocument run) =>
        new()
        {
            Strategy = run.Strategy,
            Params = new(run.Params),
            Overrides = new(run.Overrides),
            Symbols = [.. run.Symbols.Select(symbol => symbol.Symbol)],
            StartDate = run.StartDate,
            EndDate = run.EndDate,
            Timeframe = run.Timeframe,
            Account = AccountForm.Of(run.Account, run.InitialCash),
            Warmup = run.Warmup,
            Strict = run.Strict,
            Description = run.Description,
            Tags = run.Tags,
        };

    /// <summary>Reads a file that contains a request, or a whole run as produced by <c>show --json</c> and <c>/download</c>.</summary>
    /// <exception cref="InvalidInputException">The file contains neither a request nor a run.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BacktestForm ReadFile(string path)
    {
        if (Directory.Exists(path))
            throw InvalidInputException.ForField("file", $"{path} is a folder; give a JSON file with a request or a run");
        try
        {
            var root = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(path)); // ReadAllText skips a byte order mark
            if (root.ValueKind != JsonValueKind.Object)
                throw InvalidInputException.ForField("file", $"{path} holds no JSON object; give a request or a run");
            return root.TryGetProperty("run_id", out _)
                ? CreateForRepeat(root.Deserialize<RunDocument>(JsonFormat.Indented)!)
                : root.Deserialize<BacktestForm>(JsonFormat.Indented)!;
        }
        catch (JsonException error)
        {
            throw InvalidInputException.ForField(
                "file",
                $"{path}: {Describe(error)}; 'bokgi show latest --json' gives a file that can be read"
            );
        }
    }

    private static string Describe(JsonException error)
    {
        var field = error.Path?.TrimStart('$', '.') ?? string.Empty;
        return error.Message.Contains("could not be mapped", StringComparison.Ordinal) ? $"'{field}' is not a field of a request or a run"
            : field.Length > 0 ? $"'{field}' has a value that this field of a request or a run cannot have"
            : $"this is not JSON of a request or a run (line {error.LineNumber + 1})";
    }
}
