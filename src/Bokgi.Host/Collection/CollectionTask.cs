using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Tasks;

namespace Bokgi.Host.Collection;

/// <summary>
/// Collections as tasks. A piece of such a task is a time range of one series. Which bars it requests is determined when the piece runs.
/// </summary>
internal sealed class CollectionTask(CandleLake lake, CandleCollector collector, CollectionSplitter splitter, BokgiDatabase database)
    : ITaskKind
{
    public const string KindName = "collection";

    public string Name => KindName;
    public string Queue => JobQueues.Collection;

    public IReadOnlyList<StepPlan> Cut(TaskStep step)
    {
        var request = FromJson<CollectionRequest>(step.Request);
        return
        [
            .. splitter
                .Cut(request.Series, request.Span, step.Cancel)
                .SelectMany(pieces => pieces)
                .Select(piece => new StepPlan(ToJson(piece), Math.Max(1, piece.Bars))),
        ];
    }

    public string DoPiece(TaskStep step)
    {
        var piece = FromJson<CollectionPiece>(step.Payload);
        var outcome = SeriesOutcome.Of(piece.Series);
        collector.CollectAsync(piece, outcome, step.Advance, step.Cancel).GetAwaiter().GetResult();
        return ToJson(outcome with { Newest = piece.Series.NewestTime(lake) });
    }

    public void Finish(TaskStep step, IReadOnlyList<string> outcomes)
    {
        var outcome = CollectionOutcome.Of([
            .. outcomes
                .Select(FromJson<SeriesOutcome>)
                .GroupBy(piece => (piece.Exchange, piece.Symbol, piece.Timeframe))
                .Select(pieces => SeriesOutcome.Sum([.. pieces])),
        ]);
        if (outcome.Failed == outcome.Series.Count)
            throw InvalidInputException.ForField("symbols", string.Join("; ", outcome.Series.Select(series => series.Trouble).Distinct()));
        DatabaseRetry.RetryUntilAvailable(() => Complete(step, ToJson(outcome)), step.Cancel);
    }

    private void Complete(TaskStep step, string result)
    {
        using var context = database.OpenForWriting();
        using var transaction = context.Database.BeginTransaction();
        step.Complete(context, result);
        transaction.Commit();
    }

    private static T FromJson<T>(string json) => JsonSerializer.Deserialize<T>(json, JsonFormat.Compact)!;

    private static string ToJson<T>(T value) => JsonSerializer.Serialize(value, JsonFormat.Compact);
}
