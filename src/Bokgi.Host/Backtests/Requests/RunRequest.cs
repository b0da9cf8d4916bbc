using System.Text.Json;
using Bokgi.Host.Backtests.Documents;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;

namespace Bokgi.Host.Backtests.Requests;

/// <summary>Finds the request that made a run, to ask for the same again.</summary>
internal static class RunRequest
{
    /// <summary>The request of a run. Symbols that had no candles then are not asked for again.</summary>
    public static BacktestForm Of(RunDocument run) =>
        new()
        {
            Strategy = run.Strategy,
            Params = new(run.Params),
            Overrides = new(run.Overrides),
            Symbols = [.. run.Symbols.Select(symbol => symbol.Symbol)],
            StartDate = run.StartDate,
            EndDate = run.EndDate,
            Timeframe = run.Timeframe,
            Execution = run.Execution,
            FeeRate = run.FeeRate,
            SlippageRate = run.SlippageRate,
            InitialCash = run.InitialCash,
            Sizing = run.Sizing,
            StopLossPct = run.StopLossPct,
            TakeProfitPct = run.TakeProfitPct,
            TrailingStopPct = run.TrailingStopPct,
            Warmup = run.Warmup,
            Strict = run.Strict,
            Description = run.Description,
            Tags = run.Tags,
        };

    /// <summary>Reads a file that holds a request, or a whole run as <c>show --json</c> and <c>/download</c> give it.</summary>
    /// <exception cref="RefusedInputException">It holds neither.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static BacktestForm Read(string path)
    {
        try
        {
            var root = JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(path));
            if (root.ValueKind != JsonValueKind.Object)
                throw RefusedInputException.Of("file", $"{path} holds no JSON object; give a request or a run");
            return root.TryGetProperty("run_id", out _)
                ? Of(root.Deserialize<RunDocument>(JsonFormat.Options)!)
                : root.Deserialize<BacktestForm>(JsonFormat.Options)!;
        }
        catch (JsonException unread)
        {
            var place = unread.Path is { Length: > 1 } field ? $" at {field.TrimStart('$', '.')}" : string.Empty;
            throw RefusedInputException.Of(
                "file",
                $"{path} cannot be read as a request or a run{place}; 'bokgi show latest --json' gives a file that can"
            );
        }
    }
}
