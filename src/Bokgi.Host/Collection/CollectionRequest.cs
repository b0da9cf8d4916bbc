using System.Text.Json;
using Bokgi.Host.Platform.Json;
using Bokgi.Markets;

namespace Bokgi.Host.Collection;

/// <summary>A collection as it is stored with a task.</summary>
/// <param name="Series">The series to collect.</param>
/// <param name="Wish">The requested time.</param>
internal sealed record CollectionRequest(IReadOnlyList<CollectionRequest.Item> Series, RequestedSpan Wish)
{
    public static CollectionRequest Of(IEnumerable<CollectionSeries> series, RequestedSpan requested) =>
        new([.. series.Select(Item.Of)], requested);

    public static CollectionRequest Read(string json) => JsonSerializer.Deserialize<CollectionRequest>(json, JsonFormat.Compact)!;

    public string Write() => JsonSerializer.Serialize(this, JsonFormat.Compact);

    /// <summary>A series, by names.</summary>
    internal sealed record Item(string Exchange, string Symbol, string Timeframe)
    {
        public static Item Of(CollectionSeries series) => new(series.Exchange, series.Symbol.Code, series.Timeframe.Name);

        public CollectionSeries Series() => new(Exchange, Markets.Symbol.Parse(Symbol), Markets.Timeframe.Parse(Timeframe));
    }

    /// <summary>A piece, by names and times.</summary>
    internal sealed record Piece(Item Series, long StartUtc, long EndUtc, long? Again, long Bars)
    {
        public static string Write(CollectionPiece piece) =>
            JsonSerializer.Serialize(
                new Piece(Item.Of(piece.Series), piece.Span.StartUtc, piece.Span.EndUtc, piece.Again, piece.Bars),
                JsonFormat.Compact
            );

        public static CollectionPiece Read(string json)
        {
            var piece = JsonSerializer.Deserialize<Piece>(json, JsonFormat.Compact)!;
            return new CollectionPiece(piece.Series.Series(), new TimeRange(piece.StartUtc, piece.EndUtc), piece.Again, piece.Bars);
        }
    }
}
