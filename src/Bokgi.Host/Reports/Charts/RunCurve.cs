using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Rows;
using Bokgi.Host.Runs.Store;
using ParquetSharp;

namespace Bokgi.Host.Reports.Charts;

/// <summary>
/// The combined equity of some symbols of a run in quote currency, on the union of their bars' open times. Drawdown is the fraction lost
/// since the highest equity so far. Buy-and-hold is null for a run of an earlier version whose candles now have other times or are gone.
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
    private static readonly LocalizedText HeldTodayWarning = new(
        "이 실행은 단순 보유를 저장하지 않던 버전에서 만들어져, 단순 보유는 지금 저장된 캔들로 계산했습니다.",
        "This run was made by a version that did not store buy-and-hold, so buy-and-hold is computed from today's candles."
    );

    /// <summary>Reads the curve of one symbol, or of all active ones combined; without buy-and-hold if no lake is given.</summary>
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
        using var held = new RunTotals();
        var share = run.InitialCash / run.Symbols.Count;
        var isStored = reader.Has(RunArtifacts.CloseColumn);
        var isHeld = lake is not null;
        foreach (var place in RunSymbols.Places(run, symbol).Where(place => symbol is not null || run.Symbols[place].IsActive))
        {
            cancel.ThrowIfCancellationRequested();
            var times = reader.Read<long>(place, "timestamp");
            equity.Add(times, reader.Read<double>(place, "equity"), [], share, default);
            var marks =
                !isHeld ? null
                : isStored ? Held(reader.Read<double>(place, RunArtifacts.CloseColumn), FirstOpen(place), share)
                : HeldToday(Symbol.Parse(run.Symbols[place].Symbol), times);
            isHeld = marks is not null;
            if (isHeld)
                held.Add(times, marks, [], share, default);
        }

        var timeframe = Timeframe.Parse(run.Timeframe);
        var curve = equity.Curve(timeframe);
        return new RunCurve(
            curve.Times.ToArray(),
            curve.Marks.ToArray(),
            curve.Drawdowns(),
            isHeld ? held.Curve(timeframe).Marks.ToArray() : null,
            curve.InitialCash,
            isHeld && !isStored ? HeldTodayWarning : null
        );

        // Null when candles were added or removed, or have other times, since the run.
        double[]? HeldToday(Symbol market, long[] times)
        {
            using var candles = lake!.LoadSeries(market, Timeframe.Parse(run.Timeframe), run.Range(), cancel: cancel);
            return candles.Times.SequenceEqual(times) ? Held(candles.Close, candles.Open[0], share) : null;
        }

        double FirstOpen(int place) => reader.Read<double>(place, RunArtifacts.FirstOpenColumn, 0, 1)[0];
    }

    public RowTable ToTable(int[] kept)
    {
        List<ArtifactColumn> columns = [new("timestamp", PhysicalType.Int64, IsTime: true), Real("equity"), Real("drawdown")];
        List<Array> values = [Of(Times), Of(Equity), Of(Drawdown)];
        if (BuyAndHold is { } held)
        {
            columns.Add(Real("buy_and_hold"));
            values.Add(Of(held));
        }

        return new RowTable(columns, [values.ToArray()]);

        T[] Of<T>(T[] line) => Array.ConvertAll(kept, i => line[i]);
        static ArtifactColumn Real(string name) => new(name, PhysicalType.Double, IsTime: false);
    }

    private static double[] Held(ReadOnlySpan<double> closes, double firstOpen, double share)
    {
        var marks = new double[closes.Length];
        for (var i = 0; i < marks.Length; i++)
            marks[i] = share * (closes[i] / firstOpen);
        return marks;
    }
}
