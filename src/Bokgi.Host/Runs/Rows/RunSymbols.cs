using Bokgi.Host.Runs.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Runs.Rows;

/// <summary>Finds the symbols of a run that a request refers to; a symbol's position in the run is its row group in the files.</summary>
internal static class RunSymbols
{
    /// <exception cref="InvalidInputException">The name is not that of a valid symbol.</exception>
    public static Symbol? Parse(string? name)
    {
        if (name is null)
            return null;
        return Symbol.TryParse(name, out var symbol, out var error) ? symbol : throw InvalidInputException.ForField("symbol", error);
    }

    /// <summary>The position of the given symbol, or of all symbols if none is given; empty if the run does not have the symbol.</summary>
    public static IReadOnlyList<int> IndexesOf(RunDocument run, Symbol? symbol) =>
        [.. Enumerable.Range(0, run.Symbols.Count).Where(index => symbol is null || run.Symbols[index].Symbol == symbol.Value.Code)];

    /// <summary>The position of the requested symbol; if none is given, that of the run's only symbol.</summary>
    /// <exception cref="InvalidInputException">
    /// The run does not have the symbol, or no symbol is given although the run has several.
    /// </exception>
    public static int IndexOf(RunDocument run, Symbol? symbol)
    {
        var indexes = IndexesOf(run, symbol);
        return indexes.Count switch
        {
            1 => indexes[0],
            0 => throw CreateNotInRunException(run, symbol),
            _ => throw InvalidInputException.ForField(
                "symbol",
                $"the run has {indexes.Count} symbols; name one of them, such as {run.Symbols[0].Symbol}"
            ),
        };
    }

    /// <summary>The exception for the command line; its message names the symbols that the run has.</summary>
    public static InvalidInputException CreateNotInRunException(RunDocument run, Symbol? symbol) =>
        InvalidInputException.ForField("symbol", NotInRunMessage(run, symbol));

    /// <summary>The same message, as a 404 response of the HTTP API.</summary>
    public static ProblemHttpResult SymbolNotFound(RunDocument run, Symbol? symbol) => Problems.NotFound(NotInRunMessage(run, symbol));

    private static string NotInRunMessage(RunDocument run, Symbol? symbol) =>
        $"{symbol} is not in the run; it has {string.Join(", ", run.Symbols.Take(10).Select(runSymbol => runSymbol.Symbol))}{(run.Symbols.Count > 10 ? " and others" : string.Empty)}";
}
