using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Requests;

namespace Bokgi.Host.Backtests;

/// <summary>Runs a backtest and stores the run with its files.</summary>
internal sealed class RunRecording(BacktestRunner runner, RunArchive archive)
{
    public async Task<RunDocument> RunAsync(BacktestPlan plan, int threads, IRunObserver? observer, CancellationToken cancel)
    {
        using var artifacts = await archive.BeginAsync();
        var run = runner.Run(plan, threads, observer is null ? artifacts : new CompositeObserver(artifacts, observer), cancel);
        await archive.SaveAsync(run, artifacts);
        return run;
    }

    private sealed class CompositeObserver(params IRunObserver[] observers) : IRunObserver
    {
        public bool WantsSignals => observers.Any(each => each.WantsSignals);

        public void Started(int symbols) => Array.ForEach(observers, each => each.Started(symbols));

        public void Advanced(PairReplay replay, int bars) => Array.ForEach(observers, each => each.Advanced(replay, bars));

        public void Completed(CandleSeries candles, PairReplay replay) => Array.ForEach(observers, each => each.Completed(candles, replay));
    }
}
