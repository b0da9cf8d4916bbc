using System.Text.Json;
using Bokgi.Host.Runs.Accounts;
using Bokgi.Host.Runs.Requests;
using Bokgi.Host.Runs.Store;
using Bokgi.IntegrationTests.Http;
using Bokgi.IntegrationTests.Store;
using Bokgi.Trading;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>Runs submitted to a server that executes the tasks itself, without workers, on SQLite.</summary>
public sealed class QueuedRunTests(MinuteLake lake)
{
    [Fact]
    public async Task QueuedRun_SameKeyConcurrently_CreatesOneTask()
    {
        using var installation = Start();
        var form = ShortBacktest(lake.Symbols(1));

        var tasks = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => installation.Submit(form, "one key"))));

        tasks.Distinct().ShouldHaveSingleItem();
        installation.WaitForEnd(tasks[0]);
        installation.Submit(form, "one key").ShouldBe(tasks[0], "also when it has ended");
        installation
            .Send(HttpMethod.Post, "/api/backtests/run-async", form with { Warmup = 1 }, "one key")
            .ShouldBeProblem(422, "belongs to another request", "Idempotency-Key");
        installation.Submit(form).ShouldNotBe(tasks[0]);
        installation.Get("/api/backtests/tasks")["total"].GetInt32().ShouldBe(2);
    }

    [Fact]
    public void Run_EstimatedTooLong_IsQueuedAndBecomesOrdinaryRun()
    {
        using var installation = new Installation(databaseUrl: string.Empty, lake.Path);
        installation.StartServer(concurrency: 1, runSyncSeconds: 0);
        var form = Installation.MinuteBacktest(lake.Symbols(100)) with
        {
            Params = new() { ["hold_period_bars"] = JsonElement.Parse("1000") }, // long enough for polls to see open positions
        };
        var accepted = installation.Send(HttpMethod.Post, "/api/backtests/run", form);
        accepted.Status.ShouldBe(202, accepted.Text);
        var task = accepted["task_id"].GetString()!;
        accepted.Headers["Location"].ShouldBe($"/api/backtests/status/{task}");

        var progress = new List<double>();
        JsonElement? positions = null;
        installation.WaitUntil(() => PollIsCompleted(installation, task, progress, ref positions), "end of the run");

        progress.ShouldBe(progress.Order());
        progress.ShouldContain(done => done > 0 && done < 1, "progress is reported during the run");
        progress[^1].ShouldBe(1);
        ShouldBehaveAsOrdinaryRun(installation, installation.WaitForEnd(task)["result", "run_id"].GetString()!);
        installation.Status(task)["status"].GetString().ShouldBe("completed");
        // On a fast machine, all polls may miss the time in which positions are open. Then another run is polled.
        var runs = 1;
        while (positions is null)
        {
            var anotherTask = installation.Send(HttpMethod.Post, "/api/backtests/run", form)["task_id"].GetString()!;
            installation.WaitUntil(() => PollIsCompleted(installation, anotherTask, [], ref positions), "end of another run");
            runs.ShouldBeLessThan(100);
            runs++;
        }

        ShouldAddUp(positions.Value);
        installation.Get("/api/backtests/tasks?status=completed")["total"].GetInt32().ShouldBe(runs);
        installation.Get("/api/backtests/tasks?status=failed")["total"].GetInt32().ShouldBe(0);
    }

    [Fact]
    public void QueuedRun_SymbolsWithoutCandles_WarnsOrFailsTheTask()
    {
        using var installation = Start();

        var completedTask = installation.WaitForEnd(installation.Submit(ShortBacktest("C0_KRW", "NONE_KRW")));
        var failedTask = installation.WaitForEnd(installation.Submit(ShortBacktest("NONE_KRW")), "failed");

        installation
            .Get($"/api/backtests/{completedTask["result", "run_id"].GetString()}")["warnings"][0]
            .GetString()
            .ShouldBe("NONE_KRW has no candle in the range and was left out; the cash was shared by the others");
        failedTask["error"].GetString()!.ShouldContain("no candle of NONE_KRW at 1M lies in 2024-01-01 to 2024-01-02");
        failedTask["result"].ValueKind.ShouldBe(JsonValueKind.Null);
        installation.Get("/api/backtests/tasks?status=failed")["total"].GetInt32().ShouldBe(1);
    }

    [Fact]
    public void QueuedRun_SymbolWithoutValidCandle_SharesCashAsDirectRun()
    {
        using var installation = new Installation(databaseUrl: string.Empty);
        SampleLake.WriteHours(installation.DataRoot, "A_KRW", 200);
        SampleLake.WriteHours(installation.DataRoot, "BAD_KRW", 200, (_, candle) => candle with { High = candle.Low - 1 });
        SampleLake.WriteHours(installation.DataRoot, "C_KRW", 150);
        installation.StartServer(concurrency: 1);
        var form = ShortBacktest("A_KRW", "BAD_KRW", "C_KRW") with
        {
            Strategy = "volume_long_candle",
            Timeframe = "1H",
            EndDate = "2024-01-31",
        };
        using var direct = new DirectRun(installation.DataRoot, form);

        var endedTask = installation.WaitForEnd(installation.Submit(form));

        direct.ShouldEqual(installation.Runs, endedTask["result", "run_id"].GetString()!);
        direct.Document.Symbols.Select(symbol => symbol.Symbol).ShouldBe(["A_KRW", "C_KRW"]);
        endedTask["attempts"].GetInt32().ShouldBe(1);
        direct.Document.Warnings.ShouldBe([
            "BAD_KRW was left out: all 200 candles in the range are invalid (outside_high_low); the cash was shared by the others; import corrected candles",
        ]);
        installation
            .WaitForEnd(installation.Submit(form with { Symbols = ["BAD_KRW"] }), "failed")["error"]
            .GetString()!
            .ShouldContain("are invalid: 200 of BAD_KRW (outside_high_low)");
    }

    [Fact]
    public void QueuedRun_PriceJumpsAndMissingCandles_WarnsAsDirectRun()
    {
        using var installation = new Installation(databaseUrl: string.Empty);
        string[] symbols = [.. Enumerable.Range(0, 6).Select(i => $"S{i}_KRW")];
        foreach (var symbol in symbols)
            SampleLake.WriteHours(
                installation.DataRoot,
                symbol,
                200,
                (i, candle) =>
                    candle with
                    {
                        TimeUtc = candle.TimeUtc + (i < 100 ? 0 : 5 * 3_600_000_000L), // five hours, in microseconds, are missing
                        High = i < 150 ? candle.High : candle.High * 2,
                        Close = i < 150 ? candle.Close : candle.High * 2,
                    }
            );
        installation.StartServer(concurrency: 2);
        var form = ShortBacktest(symbols) with { Strategy = "volume_long_candle", Timeframe = "1H", EndDate = "2024-01-31" };
        using var direct = new DirectRun(installation.DataRoot, form);

        var endedTask = installation.WaitForEnd(installation.Submit(form));

        direct.ShouldEqual(installation.Runs, endedTask["result", "run_id"].GetString()!);
        direct.Document.Warnings.Count.ShouldBe(12); // two of each symbol
        direct
            .Document.Warnings[0]
            .ShouldStartWith("S0_KRW: 5 of 205 expected bars are missing for an unknown reason (coverage 97.56 %); ");
        direct.Document.Warnings[1].ShouldStartWith("S0_KRW: a price jump of +95.3 % at 2024-01-07T11:00:00Z; ");
    }

    [Fact]
    public void QueuedRun_WithExchangeCosts_EqualsDirectRunBitForBit()
    {
        using var installation = Start();
        var form = ShortBacktest(lake.Symbols(3)) with
        {
            // The share of each of the three symbols is little more than Upbit's minimum order of 5,000, so that some orders are too small.
            Account = AccountForm.Of(new AccountSettings { Costs = ExchangeCosts.Upbit }, 16_000),
        };
        using var direct = new DirectRun(lake.Path, form);

        var endedTask = installation.WaitForEnd(installation.Submit(form));

        direct.ShouldEqual(installation.Runs, endedTask["result", "run_id"].GetString()!);
        direct.Document.Totals.Trades.ShouldBePositive();
        direct.Document.Totals.TooSmall.ShouldBePositive();
    }

    private Installation Start()
    {
        var installation = new Installation(databaseUrl: string.Empty, lake.Path);
        installation.StartServer(concurrency: 1);
        return installation;
    }

    private static BacktestForm ShortBacktest(params string[] symbols) =>
        Installation.MinuteBacktest(symbols) with
        {
            EndDate = "2024-01-02",
        };

    // Polls the task once, and returns whether it is completed. Adds its progress to the list, and replaces positions if any are open.
    private static bool PollIsCompleted(Installation installation, string task, List<double> progress, ref JsonElement? positions)
    {
        var status = installation.Status(task);
        progress.Add(status["progress"].GetDouble());
        var response = installation.Get($"/api/backtests/tasks/{task}/positions");
        response.Status.ShouldBe(200, response.Text);
        if (response["positions"].GetArrayLength() > 0)
            positions = response.Json;
        return status["status"].GetString() == "completed";
    }

    private static void ShouldAddUp(JsonElement document)
    {
        var sum = 0.0;
        foreach (var position in document.GetProperty("positions").EnumerateArray())
        {
            var paid = Number("entry_price") * Number("quantity") * (1 + AccountSettings.DefaultFeeRate);
            var pnl = (Number("quantity") * Number("current_price")) - paid;
            Number("unrealized_pnl").ShouldBe(pnl, 1e-6 * paid);
            Number("unrealized_pnl_pct").ShouldBe(pnl / paid, 1e-6);
            sum += Number("unrealized_pnl");

            double Number(string name) => position.GetProperty(name).GetDouble();
        }

        var summary = document.GetProperty("summary");
        summary.GetProperty("open_positions").GetInt32().ShouldBe(document.GetProperty("positions").GetArrayLength());
        summary.GetProperty("unrealized_pnl").GetDouble().ShouldBe(sum, 1e-6 * Math.Abs(sum));
        summary.GetProperty("bars_done").GetInt64().ShouldBeInRange(1, summary.GetProperty("bars_total").GetInt64());
    }

    private static void ShouldBehaveAsOrdinaryRun(Installation installation, string runId)
    {
        var path = $"/api/backtests/{runId}";
        var run = installation.Get(path);
        run["symbols"].GetArrayLength().ShouldBe(100);
        installation.Runs.OpenStoredRun(runId)!.OpenTrades().GroupCount.ShouldBe(100);
        installation.Get("/api/backtests/latest").Text.ShouldBe(run.Text);
        installation
            .Get($"{path}/trades?symbol=C99_KRW&limit=1")["total"]
            .GetInt32()
            .ShouldBe(run["symbols"][99].GetProperty("trades").GetInt32());
        installation.Get($"{path}/equity?points=100").Status.ShouldBe(200);
        var changed = installation.Send(HttpMethod.Patch, $"{path}/symbols/C99_KRW", new { IsActive = false });
        changed.Status.ShouldBe(200, changed.Text);
        changed["total_trades"].GetInt32().ShouldBe(run["total_trades"].GetInt32() / 100 * 99); // all 100 markets have the same candles
        var results = Path.Combine(installation.StateRoot, "results");
        Directory.EnumerateFiles(results, "*.bokgi", SearchOption.AllDirectories).ShouldNotBeEmpty();
        installation.Send(HttpMethod.Delete, path).Status.ShouldBe(204);
        installation.Get(path).Status.ShouldBe(404);
        installation.Runs.List(new RunQuery()).Total.ShouldBe(0);
        Directory.EnumerateFiles(results, "*.bokgi", SearchOption.AllDirectories).ShouldBeEmpty("its files are removed too");
    }
}
