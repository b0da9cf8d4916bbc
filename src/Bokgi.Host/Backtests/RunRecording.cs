using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Requests;

namespace Bokgi.Host.Backtests;

/// <summary>Runs a plan and stores the result.</summary>
internal sealed class RunRecording(BacktestRunner runner, RunArchive archive)
{
    /// <param name="plan">The plan.</param>
    /// <param name="threads">How many symbols to replay at a time.</param>
    /// <param name="observer">Notified of every finished symbol, if given.</param>
    /// <param name="cancel">Stops the run; nothing is stored then.</param>
    public async Task<RunDocument> RunAsync(BacktestPlan plan, int threads, IRunObserver? observer, CancellationToken cancel)
    {
        using var artifacts = await archive.BeginAsync();
        var run = runner.Run(plan, threads, observer is null ? artifacts : new Both(artifacts, observer), cancel);
        await archive.SaveAsync(run, artifacts);
        return run;
    }

    private sealed class Both(IRunObserver first, IRunObserver second) : IRunObserver
    {
        public bool WantsSignals => first.WantsSignals || second.WantsSignals;

        public void Started(int symbols)
        {
            first.Started(symbols);
            second.Started(symbols);
        }

        public void Advanced(PairReplay replay, int bars)
        {
            first.Advanced(replay, bars);
            second.Advanced(replay, bars);
        }

        public void Completed(CandleSeries candles, PairReplay replay)
        {
            first.Completed(candles, replay);
            second.Completed(candles, replay);
        }
    }
}
