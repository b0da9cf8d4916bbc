using System.Buffers;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>The rows of several symbols as one table, ascending by time, then symbol. Dispose it when it has been written out.</summary>
/// <remarks>Rows are as the files have them: invalid bars are kept and an empty cell is NaN. No symbol has a time twice.</remarks>
public sealed class CandleBatch : IDisposable
{
    private readonly CandleColumns columns;
    private int[] symbolIndex;

    internal CandleBatch(IReadOnlyList<Symbol> symbols, Timeframe timeframe, CandleColumns columns, int[] symbolIndex)
    {
        Symbols = symbols;
        Timeframe = timeframe;
        this.columns = columns;
        this.symbolIndex = symbolIndex;
    }

    /// <summary>The symbols asked for, each once, ascending.</summary>
    public IReadOnlyList<Symbol> Symbols { get; }

    /// <summary>The length of each bar.</summary>
    public Timeframe Timeframe { get; }

    /// <summary>The symbols without a row in the range.</summary>
    public IReadOnlyList<Symbol> Missing { get; internal init; } = [];

    /// <summary>Rows left out because a later row of the same symbol had the same time.</summary>
    public int Duplicates { get; internal init; }

    /// <summary>Rows whose time lay before that of the row in front of them.</summary>
    public int OutOfOrder { get; internal init; }

    /// <summary>The number of rows.</summary>
    public int Count => columns.Count;

    /// <summary>Bar open times, microseconds since the Unix epoch, UTC.</summary>
    public ReadOnlySpan<long> Times => columns.Times;

    /// <summary>For each row, which of <see cref="Symbols"/> it belongs to.</summary>
    public ReadOnlySpan<int> SymbolIndex => symbolIndex.AsSpan(0, Count);

    /// <summary>Open prices, quote currency.</summary>
    public ReadOnlySpan<double> Open => columns.Open;

    /// <summary>High prices, quote currency.</summary>
    public ReadOnlySpan<double> High => columns.High;

    /// <summary>Low prices, quote currency.</summary>
    public ReadOnlySpan<double> Low => columns.Low;

    /// <summary>Close prices, quote currency.</summary>
    public ReadOnlySpan<double> Close => columns.Close;

    /// <summary>Volumes, base currency.</summary>
    public ReadOnlySpan<double> Volume => columns.Volume;

    /// <summary>The row at <paramref name="index"/>.</summary>
    public Candle this[int index] => columns[index];

    /// <summary>Gives the memory back; the batch is empty from then on.</summary>
    public void Dispose()
    {
        columns.Dispose();
        if (symbolIndex.Length > 0)
            ArrayPool<int>.Shared.Return(symbolIndex);
        symbolIndex = [];
    }
}
