using Bokgi.Host.Backtests;
using Bokgi.Host.Backtests.Queued;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Runs.Accounts;
using Bokgi.Host.Runs.Requests;
using Bokgi.Host.Runs.Sync;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Http;
using Bokgi.IntegrationTests.Store;
using Bokgi.MarketData.Lake;
using Bokgi.Trading;
using CsCheck;
using Hangfire.InMemory;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>
/// A run that is cut into pieces of any size equals the same run executed as a whole. BOKGI_SOAK=1 tries ten times as many cases.
/// </summary>
public sealed class PiecesPropertyTests(SqliteStore fixture) : IClassFixture<SqliteStore>
{
    private static readonly Gen<Case> Cases =
        from seed in Gen.Int[0, 1_000_000]
        from rows in Gen.Int[0, 300].List[1, 7]
        from barsPerPiece in Gen.Int[1, 700]
        from strategy in Gen.Bool.Select(isFirst => isFirst ? "volume_long_candle" : "volume_zone_breakout")
        from execution in Gen.Bool.Select(isFirst => isFirst ? "next_open" : "signal_close")
        from stop in Gen.OneOf(Gen.Const((double?)null), Gen.Double[0.001, 0.05].Select(value => (double?)value))
        from warmup in Gen.Bool.Select(isFirst => isFirst ? 0 : 30)
        select new Case(seed, rows, barsPerPiece, strategy, execution, stop, warmup);

    [Fact]
    public void Run_InPiecesOfAnySize_EqualsUndividedRun() =>
        Cases.Sample(ShouldEqualUndividedRun, iter: Installation.IsSoak ? 200 : 20, threads: 1);

    private void ShouldEqualUndividedRun(Case sample)
    {
        using var folder = new TemporaryFolder();
        var form = sample.WriteCandlesAndCreateForm(folder.Path);
        var task = RunInPieces(folder.Path, form, sample.BarsPerPiece);
        if (task.State == TaskState.Failed)
        {
            Should.Throw<LakeException>(() => new DirectRun(folder.Path, form).Dispose()).Message.ShouldBe(task.Error);
            return;
        }

        task.State.ShouldBe(TaskState.Completed);
        using var direct = new DirectRun(folder.Path, form);
        var runId = System.Text.Json.JsonElement.Parse(task.Result!).GetProperty("run_id").GetString()!;
        direct.ShouldEqual(fixture.RunStorage, runId);
        fixture.RunStorage.Delete(runId).ShouldBeTrue();
    }

    private TaskRow RunInPieces(string dataRoot, BacktestForm form, int barsPerPiece)
    {
        var (clock, lake, events) = (TimeProvider.System, new CandleLake(dataRoot), new EventLog(TimeProvider.System));
        var estimator = new RunTimeEstimator(lake);
        // A piece ends when its estimated time reaches 2 s. The estimator learns here that barsPerPiece + 0.5 bars take 2 s; the half bar keeps
        // rounding from changing the size of the pieces.
        estimator.Learn(form.Strategy!, bars: 1_000_000, elapsed: TimeSpan.FromSeconds(2e6 / (barsPerPiece + 0.5)));
        var kind = new BacktestTask(
            lake,
            new BacktestReader(lake),
            new BacktestRunner(lake, fixture.Settings, clock),
            fixture.RunStorage.Archive,
            new PieceFiles(fixture.RunStorage.Folders, sync: null, clock),
            estimator,
            clock
        );
        var (tasks, steps, leases) = (
            new TaskStore(fixture.Database, events, clock),
            new StepStore(fixture.Database, events, clock),
            new StepLeaseStore(fixture.Database, events, clock)
        );
        using var storage = new InMemoryStorage();
        var taskQueue = new TaskQueue(tasks, storage, [kind], NullLogger<TaskQueue>.Instance);
        var runner = new StepRunner(steps, taskQueue, new WorkerName("w"), [kind], clock, NullLogger<StepRunner>.Instance);
        var task = taskQueue.SubmitAsync(BacktestTask.KindName, new TaskRequest(BacktestTask.ToJson(form))).GetAwaiter().GetResult();
        while (leases.ListActiveAsync().GetAwaiter().GetResult().FirstOrDefault(step => step.Reference.TaskId == task.TaskId) is { } step)
            runner.Run(step.Reference, CancellationToken.None);
        return tasks.FindAsync(task.TaskId).GetAwaiter().GetResult()!;
    }

    /// <param name="Seed">Seed of the candles.</param>
    /// <param name="Rows">Number of candles, for each symbol.</param>
    /// <param name="BarsPerPiece">Number of bars after which a piece ends.</param>
    /// <param name="Strategy">The strategy.</param>
    /// <param name="Execution">When orders are filled.</param>
    /// <param name="Stop">Stop loss, as a fraction of the entry price; null for none.</param>
    /// <param name="Warmup">Bars of warm-up.</param>
    private sealed record Case(int Seed, List<int> Rows, int BarsPerPiece, string Strategy, string Execution, double? Stop, int Warmup)
    {
        /// <summary>
        /// Writes candles with gaps, invalid candles and price jumps; sometimes, all candles of a symbol are invalid. Returns the request of a
        /// backtest on them.
        /// </summary>
        public BacktestForm WriteCandlesAndCreateForm(string dataRoot)
        {
            var random = new Random(Seed);
            string[] symbols = [.. Rows.Select((_, i) => $"S{i}_KRW")];
            for (var i = 0; i < symbols.Length; i++)
            {
                var (gapShare, invalidShare) = (random.Next(3) * 0.02, random.Next(6) == 0 ? 1.0 : random.Next(2) * 0.05);
                var (hour, priceFactor) = (0, 1.0);
                if (Rows[i] > 0)
                    SampleLake.WriteHours(
                        dataRoot,
                        symbols[i],
                        Rows[i],
                        (_, candle) =>
                        {
                            hour += random.NextDouble() < gapShare ? random.Next(2, 40) : 1;
                            priceFactor *= random.Next(400) == 0 ? 3 : 1;
                            var scaled = candle with
                            {
                                Open = candle.Open * priceFactor,
                                High = candle.High * priceFactor,
                                Low = candle.Low * priceFactor,
                                TimeUtc = SampleLake.StartUtc + (hour * 3_600_000_000L), // microseconds per hour
                                Close =
                                    Math.Clamp(candle.Close * (0.98 + (0.04 * random.NextDouble())), candle.Low, candle.High) * priceFactor,
                                Volume = candle.Volume * random.NextDouble(),
                            };
                            return random.NextDouble() < invalidShare ? scaled with { High = scaled.Low - 1 } : scaled;
                        }
                    );
            }

            return new BacktestForm
            {
                Strategy = Strategy,
                Symbols = symbols,
                StartDate = "2024-01-02",
                EndDate = "2024-01-25",
                Timeframe = "1H",
                Account = AccountForm.Of(
                    new AccountSettings
                    {
                        Execution = WireNames.Parse<Execution>(Execution),
                        StopLossPct = Stop,
                        TrailingStopPct = Stop * 2,
                    }
                ),
                Warmup = Warmup,
                Overrides = new() { [symbols[0]] = new() { [WindowParameter] = System.Text.Json.JsonElement.Parse("7") } },
            };
        }

        private string WindowParameter => Strategy == "volume_long_candle" ? "vol_ma_window" : "volume_window";
    }
}
