using System.Text.Json.Serialization;

namespace Bokgi.Host.Collection;

/// <summary>A checked request for a collection, of at least one series, as it is stored with a task.</summary>
// The JSON name of the span is that of earlier versions, whose tasks may still be stored.
internal sealed record CollectionRequest(IReadOnlyList<CollectionSeries> Series, [property: JsonPropertyName("wish")] RequestedSpan Span);
