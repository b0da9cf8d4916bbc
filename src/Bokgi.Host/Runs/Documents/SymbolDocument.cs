using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bokgi.Host.Runs.Documents;

/// <summary>One symbol of a run.</summary>
internal sealed record SymbolDocument : FiguresDocument
{
    public SymbolDocument() { }

    [SetsRequiredMembers]
    private SymbolDocument(SymbolReport report, string dataFingerprint)
        : base(Of(report.Figures)) => (Symbol, DataFingerprint) = (report.Symbol.Code, dataFingerprint);

    [JsonPropertyOrder(-2)]
    public required string Symbol { get; init; }

    /// <summary>Whether the symbol is included in the totals.</summary>
    [JsonPropertyOrder(-1)]
    public bool IsActive { get; init; } = true;

    /// <summary>A hash over the symbol's candles as the run used them, warm-up included.</summary>
    [JsonPropertyOrder(1)]
    public string? DataFingerprint { get; init; }

    public static SymbolDocument Of(SymbolReport report, string dataFingerprint) => new(report, dataFingerprint);
}
