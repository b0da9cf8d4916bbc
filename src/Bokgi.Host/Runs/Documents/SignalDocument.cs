using Bokgi.Host.Runs.Artifacts;

namespace Bokgi.Host.Runs.Documents;

/// <summary>A signal.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Timestamp">Open time of its bar.</param>
/// <param name="Bar">Index of its bar among the bars of the range.</param>
/// <param name="Price">Close of its bar.</param>
/// <param name="Confidence">From 0 to 1.</param>
/// <param name="Details">Values that explain the signal, by the strategy's own names.</param>
internal sealed record SignalDocument(
    string Symbol,
    string Timestamp,
    int Bar,
    double Price,
    double Confidence,
    IReadOnlyDictionary<string, double> Details
)
{
    /// <summary>Reads a range of the signals of the symbol at <paramref name="place"/>.</summary>
    public static IEnumerable<SignalDocument> Read(
        ArtifactReader reader,
        string symbol,
        int place,
        IReadOnlyList<string> details,
        int from,
        int count
    )
    {
        var (times, bars) = (reader.Read<long>(place, "timestamp", from, count), reader.Read<int>(place, "bar", from, count));
        var (prices, confidences) = (
            reader.Read<double>(place, "price", from, count),
            reader.Read<double>(place, "confidence", from, count)
        );
        var values = details.Select((_, number) => reader.Read<double>(place, RunArtifacts.DetailName(number), from, count)).ToArray();
        return Enumerable
            .Range(0, count)
            .Select(i => new SignalDocument(
                symbol,
                UnixTime.Format(times[i]),
                bars[i],
                prices[i],
                confidences[i],
                details.Select((name, number) => (name, values[number][i])).ToDictionary(each => each.name, each => each.Item2)
            ));
    }
}
