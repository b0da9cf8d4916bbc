using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Rows;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Reports.Charts;

/// <summary>
/// The combined equity of some symbols of a run in quote currency, at every time at which any of their bars opens. Drawdown is the fraction
/// lost since the highest equity so far. Buy-and-hold is null for a run of an earlier version whose candles now have other times or are gone.
/// </summary>
internal sealed record RunCurve(
    long[] Times,
    double[] Equity,
    double[] Drawdown,
    double[]? BuyAndHold,
    double InitialCash,
    LocalizedText? Warning = null
)
{
    private static readonly LocalizedText TodaysCandlesWarning = new(
        "이 실행은 단순 보유를 저장하지 않던 버전에서 만들어져, 단순 보유는 지금 저장된 캔들로 계산했습니다.",
        "This run was made by a version that did not store buy-and-hold, so buy-and-hold is computed from today's candles."
    );

    /// <summary>Reads the curve of one symbol, or of all symbols that are included in the run's totals; without buy-and-hold if no lake is given.</summary>
    public static async Task<RunCurve> ReadAsync(
        RunDocument run,
        StoredRun files,
        Symbol? symbol,
        CandleLake? lake,
        CancellationToken cancel
    )
    {
        using var reader = await files.OpenEquityAsync();
        using var equity = new RunTotals();
        using var buyAndHold = new RunTotals();
        var cashPerSymbol = run.InitialCash / run.Symbols.Count;
        var hasStoredCloses = reader.HasColumn(RunArtifacts.CloseColumn);
        var hasBuyAndHold = lake is not null;
        foreach (
            var symbolIndex in RunSymbols
                .IndexesOf(run, symbol)
                .Where(symbolIndex => symbol is not null || run.Symbols[symbolIndex].IsActive)
        )
        {
            cancel.ThrowIfCancellationRequested();
            var times = reader.Read<long>(symbolIndex, "timestamp");
            equity.Add(times, reader.Read<double>(symbolIndex, "equity"), pairTrades: [], cashPerSymbol, counts: default);
            var buyAndHoldValues = hasBuyAndHold ? ReadBuyAndHold(symbolIndex, times) : null;
            hasBuyAndHold = buyAndHoldValues is not null;
            if (hasBuyAndHold)
                buyAndHold.Add(times, buyAndHoldValues, pairTrades: [], cashPerSymbol, counts: default);
        }

        var timeframe = Timeframe.Parse(run.Timeframe);
        var curve = equity.Curve(timeframe);
        return new RunCurve(
            curve.Times.ToArray(),
            curve.Marks.ToArray(),
            curve.Drawdowns(),
            hasBuyAndHold ? buyAndHold.Curve(timeframe).Marks.ToArray() : null,
            curve.InitialCash,
            hasBuyAndHold && !hasStoredCloses ? TodaysCandlesWarning : null
        );

        double[]? ReadBuyAndHold(int symbolIndex, long[] times) =>
            hasStoredCloses
                ? ComputeBuyAndHold(reader.Read<double>(symbolIndex, RunArtifacts.CloseColumn), ReadFirstOpen(symbolIndex), cashPerSymbol)
                : ComputeFromTodaysCandles(Symbol.Parse(run.Symbols[symbolIndex].Symbol), times);

        // Null if the times of the candles have changed since the run.
        double[]? ComputeFromTodaysCandles(Symbol market, long[] times)
        {
            using var candles = lake!.LoadSeries(market, Timeframe.Parse(run.Timeframe), run.Range(), cancel: cancel);
            return candles.Times.SequenceEqual(times) ? ComputeBuyAndHold(candles.Close, candles.Open[0], cashPerSymbol) : null;
        }

        double ReadFirstOpen(int symbolIndex) => reader.Read<double>(symbolIndex, RunArtifacts.FirstOpenColumn, from: 0, count: 1)[0];
    }

    public RowTable ToTable(int[] keptIndexes)
    {
        List<ArtifactColumn> columns = [new("timestamp", ColumnType.Time), NumberColumn("equity"), NumberColumn("drawdown")];
        List<Array> values = [Pick(Times), Pick(Equity), Pick(Drawdown)];
        if (BuyAndHold is { } buyAndHold)
        {
            columns.Add(NumberColumn("buy_and_hold"));
            values.Add(Pick(buyAndHold));
        }

        return new RowTable(columns, [values.ToArray()]);

        T[] Pick<T>(T[] line) => Array.ConvertAll(keptIndexes, i => line[i]);
        static ArtifactColumn NumberColumn(string name) => new(name, ColumnType.Number);
    }

    private static double[] ComputeBuyAndHold(ReadOnlySpan<double> closes, double firstOpen, double cash)
    {
        var values = new double[closes.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = cash * (closes[i] / firstOpen);
        return values;
    }
}
