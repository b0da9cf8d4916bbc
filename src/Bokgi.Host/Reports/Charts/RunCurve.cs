using Bokgi.Backtesting;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Rows;
using Bokgi.Host.Runs.Store;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using ParquetSharp;

namespace Bokgi.Host.Reports.Charts;

/// <summary>The combined equity of some symbols of a run, with drawdown and buy-and-hold, on the union of their times.</summary>
/// <param name="Times">Bar open times, UTC microseconds, ascending.</param>
/// <param name="Equity">Quote currency.</param>
/// <param name="Drawdown">The fraction lost since the highest equity so far, 0 or positive.</param>
/// <param name="BuyAndHold">Quote currency; null when the lake no longer has the run's candles.</param>
/// <param name="InitialCash">The initial cash of these symbols, quote currency.</param>
internal sealed record RunCurve(long[] Times, double[] Equity, double[] Drawdown, double[]? BuyAndHold, double InitialCash)
{
    public static async Task<RunCurve> ReadAsync(
        RunDocument run,
        StoredRun files,
        IReadOnlyList<int> places,
        CandleLake lake,
        CancellationToken cancel
    )
    {
        using var reader = await files.OpenEquityAsync();
        using var equity = new RunTotals();
        using var held = new RunTotals();
        var share = run.InitialCash / run.Symbols.Count;
        var isHeld = true;
        foreach (var place in places)
        {
            cancel.ThrowIfCancellationRequested();
            var times = reader.Read<long>(place, "timestamp");
            equity.Add(times, reader.Read<double>(place, "equity"), [], share, default);
            var marks = isHeld ? Held(run, Symbol.Parse(run.Symbols[place].Symbol), times, share, lake, cancel) : null;
            isHeld = marks is not null;
            if (isHeld)
                held.Add(times, marks, [], share, default);
        }

        var timeframe = Timeframe.Parse(run.Timeframe);
        var curve = equity.Curve(timeframe);
        return new RunCurve(
            curve.Times.ToArray(),
            curve.Marks.ToArray(),
            Drawdowns(curve.Marks, curve.InitialCash),
            isHeld ? held.Curve(timeframe).Marks.ToArray() : null,
            curve.InitialCash
        );
    }

    /// <summary>Reads the equity only: open times of the bars in UTC microseconds, and quote currency at the close of each.</summary>
    public static async Task<(long[] Times, double[] Marks)> ReadEquityAsync(
        RunDocument run,
        StoredRun files,
        IReadOnlyList<int> places,
        CancellationToken cancel
    )
    {
        using var reader = await files.OpenEquityAsync();
        using var equity = new RunTotals();
        foreach (var place in places)
        {
            cancel.ThrowIfCancellationRequested();
            var marks = reader.Read<double>(place, "equity");
            equity.Add(reader.Read<long>(place, "timestamp"), marks, [], run.InitialCash / run.Symbols.Count, default);
        }

        var curve = equity.Curve(Timeframe.Parse(run.Timeframe));
        return (curve.Times.ToArray(), curve.Marks.ToArray());
    }

    /// <summary>Selected points as a table for other programs; without buy-and-hold if the candles are gone.</summary>
    public RowTable ToTable(int[] kept)
    {
        List<ArtifactColumn> columns = [new("timestamp", PhysicalType.Int64, IsTime: true), Real("equity"), Real("drawdown")];
        List<Array> values = [Of(Times), Of(Equity), Of(Drawdown)];
        if (BuyAndHold is { } held)
        {
            columns.Add(Real("buy_and_hold"));
            values.Add(Of(held));
        }

        return new RowTable(
            columns,
            [
                [.. values],
            ]
        );

        T[] Of<T>(T[] line) => Array.ConvertAll(kept, i => line[i]);
        static ArtifactColumn Real(string name) => new(name, PhysicalType.Double, IsTime: false);
    }

    // Null when candles were added or removed, or have other times, since the run.
    private static double[]? Held(
        RunDocument run,
        Symbol symbol,
        ReadOnlySpan<long> times,
        double share,
        CandleLake lake,
        CancellationToken cancel
    )
    {
        using var candles = lake.LoadSeries(symbol, Timeframe.Parse(run.Timeframe), run.Range(), cancel: cancel);
        if (!candles.Times.SequenceEqual(times))
            return null;
        var marks = new double[times.Length];
        for (var i = 0; i < marks.Length; i++)
            marks[i] = share * (candles.Close[i] / candles.Open[0]);
        return marks;
    }

    private static double[] Drawdowns(ReadOnlySpan<double> marks, double initialCash)
    {
        var drawdowns = new double[marks.Length];
        var peak = initialCash;
        for (var i = 0; i < marks.Length; i++)
        {
            peak = Math.Max(peak, marks[i]);
            drawdowns[i] = 1 - (marks[i] / peak);
        }

        return drawdowns;
    }
}
