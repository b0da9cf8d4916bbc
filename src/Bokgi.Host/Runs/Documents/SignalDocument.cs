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
    public static IEnumerable<SignalDocument> Read(ArtifactSlice rows, IReadOnlyList<string> details)
    {
        var (times, bars, prices, confidences) = (
            Column<long>("timestamp"),
            Column<int>("bar"),
            Column<double>("price"),
            Column<double>("confidence")
        );
        var values = details.Select((_, index) => Column<double>(RunArtifacts.DetailColumnName(index))).ToArray();
        return Enumerable
            .Range(0, rows.Count)
            .Select(i => new SignalDocument(
                rows.Symbol,
                UnixTime.Format(times[i]),
                bars[i],
                prices[i],
                confidences[i],
                details.Select((name, index) => (name, value: values[index][i])).ToDictionary(detail => detail.name, detail => detail.value)
            ));

        T[] Column<T>(string column)
            where T : unmanaged => rows.Reader.Read<T>(rows.SymbolIndex, column, rows.From, rows.Count);
    }
}
