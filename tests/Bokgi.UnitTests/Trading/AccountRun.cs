using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Trading;
using Bokgi.UnitTests.Reference;

namespace Bokgi.UnitTests.Trading;

/// <summary>
/// Steps an account with a cash of 1,000 over hourly bars, and records what the account reports to its observer. Some bars have signals. The
/// confidence of a signal identifies its bar: 0.5 + 0.01 * index of the bar.
/// </summary>
internal sealed class AccountRun : IAccountObserver
{
    /// <summary>No costs, so that the numbers are easy to verify by hand.</summary>
    public static readonly AccountSettings NextOpenNoCosts = new() { FeeRate = 0, SlippageRate = 0 };

    public static readonly AccountSettings SignalCloseNoCosts = NextOpenNoCosts with { Execution = Execution.SignalClose };

    private AccountRun() { }

    public List<Trade> Trades { get; } = [];

    public List<double> Equity { get; } = [];

    public List<string> Events { get; } = [];

    /// <summary>Entries that were not made because the candles ended before they could be filled.</summary>
    public int UnfilledEntries { get; private set; }

    /// <summary>Entries that were not made because they were below the exchange's minimum order value.</summary>
    public int TooSmallEntries { get; private set; }

    public double Cash { get; private set; }

    public Trade Trade => Trades.Single();

    /// <summary>Runs over hourly bars; <paramref name="signals"/> are the indexes of the bars that have a signal.</summary>
    public static AccountRun Simulate(
        AccountSettings settings,
        int holdBars,
        int[] signals,
        params (double Open, double High, double Low, double Close)[] bars
    ) => SimulateCandles(settings, holdBars, signals, HourlyCandles.Hours(bars));

    /// <summary>Runs over the candles; <paramref name="signals"/> are the indexes of the candles that have a signal.</summary>
    public static AccountRun SimulateCandles(
        AccountSettings settings,
        int holdBars,
        int[] signals,
        IReadOnlyList<Candle> candles,
        string symbol = "BTC_KRW",
        double cash = 1_000
    )
    {
        var run = new AccountRun();
        var account = new TradingAccount(settings, Symbol.Parse(symbol), Timeframe.OneHour, cash, holdBars, run.Trades, run);
        for (var i = 0; i < candles.Count; i++)
            run.Equity.Add(account.Step(candles[i], signals.Contains(i), 0.5 + (0.01 * i)));
        run.Equity[^1] = account.Finish(candles[^1]);
        (run.UnfilledEntries, run.TooSmallEntries, run.Cash) = (account.UnfilledEntries, account.TooSmallEntries, account.Cash);
        return run;
    }

    public void Entered(in OpenPosition position) => Events.Add($"entered {position.EntryBar} at {position.EntryPrice}");

    public void Updated(in OpenPosition position, double close) =>
        Events.Add($"updated to {close}, {position.LowestPrice} to {position.HighestPrice}");

    public void Closed(in Trade trade) => Events.Add($"closed {trade.ExitBar} at {trade.ExitPrice} by {trade.ExitReason}");
}
