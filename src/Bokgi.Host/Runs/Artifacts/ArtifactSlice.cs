namespace Bokgi.Host.Runs.Artifacts;

/// <summary>Consecutive rows of one symbol in a run's file.</summary>
/// <param name="Reader">The file.</param>
/// <param name="Symbol">The market.</param>
/// <param name="SymbolIndex">The index of the symbol in the run, which is also the index of the symbol's row group.</param>
/// <param name="From">The first row.</param>
/// <param name="Count">The number of rows.</param>
internal readonly record struct ArtifactSlice(ArtifactReader Reader, string Symbol, int SymbolIndex, int From, int Count);
