using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>The candles on disk: <c>root/{symbol}/{timeframe}/{year}.parquet</c>. Reading needs no write access and may run beside a writer.</summary>
/// <param name="root">The lake's folder; it need not exist before the first write.</param>
public sealed class CandleLake(string root)
{
    private readonly LakeLayout layout = new(root);

    /// <summary>The lake's folder, as a full path.</summary>
    public string Root => layout.Root;

    /// <summary>The symbols with at least one year file of a timeframe, ascending.</summary>
    public IReadOnlyList<Symbol> Symbols(Timeframe timeframe)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        return [.. layout.Symbols().Where(symbol => layout.Files(symbol, timeframe).Count > 0)];
    }

    /// <summary>Reads what a backtest of one symbol needs, on the calling thread.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="range">Open times, UTC.</param>
    /// <param name="warmupBars">How many valid bars from before the range to put in front of it, as far as there are any; 0 or more.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <returns>The valid bars; empty when there are none. Its quality counts the rows in the range and the warm-up.</returns>
    /// <exception cref="LakeException">A file is malformed.</exception>
    public CandleSeries LoadSeries(Symbol symbol, Timeframe timeframe, TimeRange range, int warmupBars = 0, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentOutOfRangeException.ThrowIfNegative(warmupBars);
        return SeriesLoading.Load(new SymbolFiles(layout, symbol, timeframe), symbol, timeframe, range, warmupBars, cancel);
    }

    /// <summary>Reads the rows of several symbols as they are, invalid bars included; files are read side by side.</summary>
    /// <param name="symbols">At least one; a symbol without rows is told in <see cref="CandleBatch.Missing"/>.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="range">Open times, UTC.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <returns>The rows, ascending by time, then symbol; of equal times the last one read.</returns>
    /// <exception cref="LakeException">A file is malformed, the root is absent, or no symbol has a row in the range.</exception>
    public CandleBatch Load(IReadOnlyList<Symbol> symbols, Timeframe timeframe, TimeRange range, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentNullException.ThrowIfNull(timeframe);
        if (symbols.Count == 0)
            throw new ArgumentException("the list of symbols is empty; name at least one", nameof(symbols));
        return BatchLoading.Load(layout, symbols, timeframe, range, cancel);
    }
}
