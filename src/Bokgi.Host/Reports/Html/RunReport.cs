using Bokgi.Host.Reports.Charts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;
using Bokgi.Performance;

namespace Bokgi.Host.Reports.Html;

/// <summary>The data of a report, restricted to the active symbols.</summary>
internal sealed record RunReport
{
    private const int Points = 2_000;
    private const int Falls = 5;

    public required RunDocument Run { get; init; }

    /// <summary>The active symbols, in the run's order.</summary>
    public required IReadOnlyList<SymbolDocument> Active { get; init; }

    public required RunCurve Curve { get; init; }

    /// <summary>The indexes of the curve's points to draw.</summary>
    public required int[] Kept { get; init; }

    public required IReadOnlyList<MonthlyReturn> Months { get; init; }

    /// <summary>The deepest drawdowns, deepest first.</summary>
    public required IReadOnlyList<DrawdownPeriod> Drawdowns { get; init; }

    public required TradeDigest Trades { get; init; }

    public required Timeframe Timeframe { get; init; }

    /// <summary>The end of the last bar, UTC microseconds.</summary>
    public long EndUtc => Timeframe.EndOf(Curve.Times[^1]);

    /// <summary>The quote currency.</summary>
    public string Quote => Symbol.Parse(Run.Symbols[0].Symbol).Quote;

    /// <summary>Reads each of a run's files once.</summary>
    /// <exception cref="LakeException">The files are gone, or a candle file is malformed.</exception>
    public static async Task<RunReport> ReadAsync(RunDocument run, StoredRun files, CandleLake lake, CancellationToken cancel)
    {
        var curve = await RunCurve.ReadAsync(run, files, symbol: null, lake, cancel);
        var timeframe = Timeframe.Parse(run.Timeframe);
        var equity = new EquityCurve(curve.Times, curve.Equity, curve.InitialCash, timeframe);
        return new RunReport
        {
            Run = run,
            Timeframe = timeframe,
            Active = [.. run.Symbols.Where(symbol => symbol.IsActive)],
            Curve = curve,
            Kept = CurveDownsampling.Thin(curve, Points),
            Months = MonthlyReturn.Of(equity),
            Drawdowns = DrawdownPeriod.Deepest(equity, Falls),
            Trades = await DigestAsync(run, files, cancel),
        };
    }

    private static async Task<TradeDigest> DigestAsync(RunDocument run, StoredRun files, CancellationToken cancel)
    {
        var digest = new TradeDigest();
        using var reader = await files.OpenTradesAsync();
        foreach (var (place, symbol) in run.Symbols.Index().Where(each => each.Item.IsActive))
        {
            cancel.ThrowIfCancellationRequested();
            digest.Add(symbol.Symbol, StoredRun.Trades(reader, place));
        }

        return digest;
    }
}
