using System.Text.Json.Serialization;

namespace Bokgi.Host.Collection;

/// <summary>A checked request for a collection, of at least one series, as it is stored with a task.</summary>
// In JSON, the span is called "wish", because the stored tasks of earlier versions call it so.
internal sealed record CollectionRequest(IReadOnlyList<CollectionSeries> Series, [property: JsonPropertyName("wish")] RequestedSpan Span);
