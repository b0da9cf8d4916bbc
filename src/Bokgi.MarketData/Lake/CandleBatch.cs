using System.Buffers;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>The rows of several symbols as one table, ascending by time, then symbol. Dispose it after use.</summary>
/// <remarks>Rows are as stored: invalid bars are kept, and an empty cell is NaN. Times are unique per symbol.</remarks>
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

    /// <summary>The requested symbols, without duplicates, ascending.</summary>
    public IReadOnlyList<Symbol> Symbols { get; }

    /// <summary>The length of each bar.</summary>
    public Timeframe Timeframe { get; }

    /// <summary>The symbols without a row in the range.</summary>
    public IReadOnlyList<Symbol> Missing { get; internal init; } = [];

    /// <summary>Rows dropped because a later row of the same symbol has the same time.</summary>
    public int Duplicates { get; internal init; }

    /// <summary>Rows with a time before that of the preceding row.</summary>
    public int OutOfOrder { get; internal init; }

    /// <summary>The number of rows.</summary>
    public int Count => columns.Count;

    /// <summary>Bar open times, microseconds since the Unix epoch, UTC.</summary>
    public ReadOnlySpan<long> Times => columns.Times;

    /// <summary>For each row, the index of its symbol in <see cref="Symbols"/>.</summary>
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

    /// <summary>Returns the memory to the pool; the batch is empty afterwards.</summary>
    public void Dispose()
    {
        columns.Dispose();
        if (symbolIndex.Length > 0)
            ArrayPool<int>.Shared.Return(symbolIndex);
        symbolIndex = [];
    }
}
