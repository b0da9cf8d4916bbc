using Bokgi.Host.Runs.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Runs.Rows;

/// <summary>Finds the symbols of a run that a request refers to; a symbol's position in the run is its row group in the files.</summary>
internal static class RunSymbols
{
    /// <exception cref="RefusedInputException">It is not a valid symbol.</exception>
    public static Symbol? Read(string? name)
    {
        if (name is null)
            return null;
        return Symbol.TryParse(name, out var symbol, out var error) ? symbol : throw RefusedInputException.Of("symbol", error);
    }

    /// <summary>The positions of the requested symbols: all, or just the given one; empty when the run does not have it.</summary>
    public static IReadOnlyList<int> Places(RunDocument run, Symbol? symbol) =>
        [.. Enumerable.Range(0, run.Symbols.Count).Where(place => symbol is null || run.Symbols[place].Symbol == symbol.Value.Code)];

    /// <summary>The position of the requested symbol; if none is given, that of the run's only symbol.</summary>
    /// <exception cref="RefusedInputException">The run does not have it, or none is given and the run has several.</exception>
    public static int Place(RunDocument run, Symbol? symbol)
    {
        var places = Places(run, symbol);
        return places.Count switch
        {
            1 => places[0],
            0 => throw RefusedInputException.Of("symbol", Lacking(run, symbol)),
            _ => throw RefusedInputException.Of(
                "symbol",
                $"the run has {places.Count} symbols; name one of them, such as {run.Symbols[0].Symbol}"
            ),
        };
    }

    public static ProblemHttpResult Missing(RunDocument run, Symbol? symbol) => Problems.NotFound(Lacking(run, symbol));

    private static string Lacking(RunDocument run, Symbol? symbol) =>
        $"{symbol} is not in the run; it has {string.Join(", ", run.Symbols.Take(10).Select(each => each.Symbol))}{(run.Symbols.Count > 10 ? " and others" : string.Empty)}";
}
