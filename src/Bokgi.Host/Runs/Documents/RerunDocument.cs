namespace Bokgi.Host.Runs.Documents;

/// <summary>A repeated run, compared with the original.</summary>
/// <param name="PreviousRunId">The original run.</param>
/// <param name="FiguresEqual">Whether every symbol's figures are the same, bit for bit.</param>
/// <param name="DifferentSymbols">Symbols whose figures differ.</param>
/// <param name="DataChanged">Whether the candles differ.</param>
/// <param name="Run">The new run.</param>
internal sealed record RerunDocument(
    string PreviousRunId,
    bool FiguresEqual,
    IReadOnlyList<string> DifferentSymbols,
    bool DataChanged,
    RunDocument Run
)
{
    /// <summary>Compares a run with the one it repeats, ignoring which symbols have been deactivated since.</summary>
    public static RerunDocument Of(RunDocument before, RunDocument after)
    {
        var figures = before.Symbols.ToDictionary(symbol => symbol.Symbol, FiguresOnly);
        string[] different =
        [
            .. after
                .Symbols.Where(symbol => !figures.TryGetValue(symbol.Symbol, out var previous) || previous != FiguresOnly(symbol))
                .Select(symbol => symbol.Symbol),
            .. figures.Keys.Except(after.Symbols.Select(symbol => symbol.Symbol)),
        ];
        return new RerunDocument(
            before.RunId,
            different.Length == 0,
            different,
            before.Metadata.DataFingerprint != after.Metadata.DataFingerprint,
            after
        );
    }

    // Resets the fields that are not figures, so that they do not count as a difference. DataChanged reports a change of the candles.
    private static SymbolDocument FiguresOnly(SymbolDocument symbol) => symbol with { IsActive = true, DataFingerprint = null };
}
