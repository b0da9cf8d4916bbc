using System.Text.Json.Serialization;

namespace Bokgi.Host.Collection;

/// <summary>A checked request for a collection, as it is stored with a task.</summary>
/// <param name="Series">The series to collect, at least one.</param>
/// <param name="Span">The time to collect.</param>
internal sealed record CollectionRequest(IReadOnlyList<CollectionSeries> Series, [property: JsonPropertyName("wish")] RequestedSpan Span);
