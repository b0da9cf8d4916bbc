using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Bokgi.Backtesting;

namespace Bokgi.Host.Backtests.Documents;

/// <summary>One symbol of a run.</summary>
internal sealed record SymbolDocument : FiguresDocument
{
    public SymbolDocument() { }

    [SetsRequiredMembers]
    private SymbolDocument(SymbolReport report)
        : base(Of(report.Figures)) => Symbol = report.Symbol.Code;

    [JsonPropertyOrder(-2)]
    public required string Symbol { get; init; }

    /// <summary>Whether the symbol counts in the totals.</summary>
    [JsonPropertyOrder(-1)]
    public bool IsActive { get; init; } = true;

    public static SymbolDocument Of(SymbolReport report) => new(report);
}
