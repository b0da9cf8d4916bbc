using System.Text.Json.Serialization;

namespace Bokgi.Host.Collection;

/// <summary>A checked request for a collection, of at least one series, as it is stored with a task.</summary>
internal sealed record CollectionRequest(IReadOnlyList<CollectionSeries> Series, [property: JsonPropertyName("wish")] RequestedSpan Span);
