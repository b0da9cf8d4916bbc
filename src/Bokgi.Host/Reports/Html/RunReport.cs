using Bokgi.Host.Reports.Charts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;
using Bokgi.Performance;

namespace Bokgi.Host.Reports.Html;

/// <summary>The data of a report, restricted to the active symbols. DrawnPoints are indexes of the curve's points to draw.</summary>
internal sealed record RunReport(
    RunDocument Run,
    Timeframe Timeframe,
    IReadOnlyList<SymbolDocument> ActiveSymbols,
    RunCurve Curve,
    int[] DrawnPoints,
    IReadOnlyList<MonthlyReturn> MonthlyReturns,
    IReadOnlyList<DrawdownPeriod> Drawdowns,
    TradeDigest Trades
)
{
    private const int MaximumPoints = 2_000;
    private const int DrawdownCount = 5;

    public long EndUtc => Timeframe.EndOf(Curve.Times[^1]);

    public string Quote => Symbol.Parse(Run.Symbols[0].Symbol).Quote;

    public static async Task<RunReport> ReadAsync(RunDocument run, StoredRun files, CandleLake lake, CancellationToken cancel)
    {
        var curve = await RunCurve.ReadAsync(run, files, symbol: null, lake, cancel);
        var timeframe = Timeframe.Parse(run.Timeframe);
        var equity = new EquityCurve(curve.Times, curve.Equity, curve.InitialCash, timeframe);
        return new RunReport(
            run,
            timeframe,
            [.. run.Symbols.Where(symbol => symbol.IsActive)],
            curve,
            CurveDownsampling.SelectPoints(curve, MaximumPoints),
            MonthlyReturn.FromCurve(equity),
            DrawdownPeriod.FindDeepest(equity, DrawdownCount),
            await DigestAsync(run, files, cancel)
        );
    }

    private static async Task<TradeDigest> DigestAsync(RunDocument run, StoredRun files, CancellationToken cancel)
    {
        var digest = new TradeDigest();
        using var reader = await files.OpenTradesAsync();
        foreach (var (index, symbol) in run.Symbols.Index().Where(each => each.Item.IsActive))
        {
            cancel.ThrowIfCancellationRequested();
            digest.Add(symbol.Symbol, StoredRun.ReadTrades(reader, index));
        }

        return digest;
    }
}
