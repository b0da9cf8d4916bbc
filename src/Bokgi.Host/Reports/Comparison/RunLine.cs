using Bokgi.Host.Reports.Charts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Reports.Comparison;

/// <summary>The equity of a run as fractions of its active symbols' initial cash, at the first bar's open and the ends of all bars.</summary>
internal sealed record RunLine(long[] Times, double[] Values)
{
    public static async Task<RunLine> ReadAsync(RunDocument run, StoredRun files, CancellationToken cancel)
    {
        var curve = await RunCurve.ReadAsync(run, files, symbol: null, lake: null, cancel);
        var cash = run.InitialCash / run.Symbols.Count * run.Symbols.Count(each => each.IsActive);
        var timeframe = Timeframe.Parse(run.Timeframe);
        return new RunLine([curve.Times[0], .. curve.Times.Select(timeframe.EndOf)], [1, .. curve.Equity.Select(mark => mark / cash)]);
    }
}
