using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bokgi.Backtesting;
using Bokgi.Markets;
using Bokgi.Performance;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.Trading;

namespace Bokgi.IntegrationTests.Vectors;

/// <summary>Hashes the bits of the equity, signals, trades and figures that backtests of a fixed random walk compute.</summary>
internal sealed class EngineBits : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int trades;

    public static string ComputeHash()
    {
        using var bits = new EngineBits();
        var candles = RandomWalk(3_000);
        foreach (var strategy in StrategyCatalogue.All)
        {
            for (var variant = 0; variant < 4; variant++)
                bits.AddReplay(strategy, candles, variant);

            // Equity curves of 1 to 80 bars, so that every number of bars that is left after the last full SIMD vector occurs.
            for (var bars = 1; bars <= 80; bars++)
                bits.AddReplay(strategy, candles[..bars], bars % 4);
        }

        if (bits.trades < 1_000)
            throw new InvalidOperationException($"the walk made {bits.trades} trades: too little would be compared");
        return Convert.ToHexString(bits.hash.GetHashAndReset());
    }

    public void Dispose() => hash.Dispose();

    // Uses the linear congruential generator of Numerical Recipes instead of Random, so that every .NET version computes the same walk.
    private static List<Candle> RandomWalk(int bars)
    {
        var seed = 42u;
        double NextRandom()
        {
            seed = (seed * 1_664_525) + 1_013_904_223;
            return seed / (double)uint.MaxValue;
        }

        List<Candle> candles = [];
        var close = 1_000.0;
        for (var i = 0; i < bars; i++)
        {
            var open = close;
            close *= 0.97 + (0.061 * NextRandom());
            var (high, low) = (Math.Max(open, close) * (1 + (0.01 * NextRandom())), Math.Min(open, close) * (1 - (0.01 * NextRandom())));
            candles.Add(new Candle(i * Timeframe.OneHour.NominalMicroseconds, open, high, low, close, 1_000 * NextRandom() * NextRandom()));
        }

        return candles;
    }

    private void AddReplay(StrategyDefinition strategy, List<Candle> candles, int variant)
    {
        var parameters = StrategyParameters.Defaults(strategy.Parameters).With("hold_period_bars", 1 + (3 * variant));
        var window = strategy.Parameters.First(parameter => parameter.Name.Contains("window", StringComparison.Ordinal)).Name;
        var request = new BacktestRequest
        {
            Strategy = strategy,
            Parameters = parameters.With(window, 5 + (40 * variant)),
            Symbols = [],
            Timeframe = Timeframe.OneHour,
            Range = TimeRange.All,
            Account = new AccountSettings
            {
                StopLossPct = variant % 2 == 0 ? null : 0.02,
                TakeProfitPct = 0.05,
                TrailingStopPct = variant > 1 ? 0.03 : null,
            },
        };
        using var series = CandleSeries.FromCandles(Symbol.Parse("WALK_KRW"), Timeframe.OneHour, [.. candles]);
        using var replay = new PairReplay { KeepsSignals = true };
        var report = replay.Run(series, request, 1_000_000) ?? throw new InvalidOperationException("the walk holds no candle");
        trades += report.Trades;

        hash.AppendData(MemoryMarshal.AsBytes(replay.Equity));
        foreach (var (bar, _, signal) in replay.Signals)
            Add(bar, signal.Price, signal.Confidence, signal.Details[0], signal.Details[1], signal.Details[2], signal.Details[3]);
        foreach (var trade in replay.Trades)
            Add(trade.EntryBar, trade.ExitBar, trade.EntryPrice, trade.ExitPrice, trade.Quantity, trade.Pnl, trade.MaximumAdverseExcursion);
        AddFigures(report);
    }

    // Adds a figure that is null as -1.
    private void AddFigures(PerformanceReport report)
    {
        Add(report.Equity.Volatility ?? -1, report.Equity.Sharpe ?? -1, report.Equity.Sortino ?? -1, report.Equity.MaxDrawdown);
        Add(report.MedianReturn ?? -1, report.AverageReturn ?? -1, report.ProfitFactor ?? -1, report.Sqn ?? -1, report.Exposure);
    }

    private void Add(params ReadOnlySpan<double> values) => hash.AppendData(MemoryMarshal.AsBytes(values));
}
