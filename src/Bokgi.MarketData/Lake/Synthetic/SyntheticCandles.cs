using System.Runtime.InteropServices;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Synthetic;

/// <summary>The candles of a synthetic market; days are built from hours, and the hours of the last days from minutes.</summary>
internal sealed class SyntheticCandles : IDisposable
{
    private SyntheticCandles(CandleSeries minutes, CandleSeries hours, CandleSeries days) =>
        (Minutes, Hours, Days) = (minutes, hours, days);

    public CandleSeries Minutes { get; }

    public CandleSeries Hours { get; }

    public CandleSeries Days { get; }

    public static SyntheticCandles Generate(SyntheticMarket market, GenerationOptions options)
    {
        var end = UnixTime.FromDateTime(options.End.ToDateTime(TimeOnly.MinValue));
        var start = end - (options.Days * UnixTime.MicrosecondsPerDay);
        var minutesFrom = end - (Math.Min(options.MinuteDays, options.Days) * UnixTime.MicrosecondsPerDay);
        var maintenance = new MaintenanceHours(options.Seed, start, end);
        var walk = new HourWalk(market, new SyntheticRandom(options.Seed, market.Symbol.Code));
        var splitter = new MinuteSplit(market, new SyntheticRandom(options.Seed, market.Symbol.Code + " minutes"));
        var (hours, minutes) = (new List<Candle>(), new List<Candle>());
        for (var time = start; time < end; time += Timeframe.OneHour.NominalMicroseconds)
        {
            var hour = walk.Next(time, (double)(time - start) / (end - start));
            if (maintenance.IsClosedAt(time))
                continue;
            if (time < minutesFrom)
                hours.Add(hour);
            else
                minutes.AddRange(splitter.Split(hour));
        }

        var minuteSeries = CreateSeries(market, Timeframe.OneMinute, minutes);
        hours.AddRange(Resample(minuteSeries, Timeframe.OneHour));
        var hourSeries = CreateSeries(market, Timeframe.OneHour, hours);
        var daySeries = CreateSeries(market, Timeframe.OneDay, Resample(hourSeries, Timeframe.OneDay));
        return new SyntheticCandles(minuteSeries, hourSeries, daySeries);
    }

    public void Dispose()
    {
        Minutes.Dispose();
        Hours.Dispose();
        Days.Dispose();
    }

    // Replaces the resampled volumes by plain sums of doubles. Resampling rounds volumes as an exchange does, but earlier versions of this
    // generator did not, and the same options must produce the same bits in every version.
    private static List<Candle> Resample(CandleSeries shorter, Timeframe timeframe)
    {
        using var resampled = Resampling.Resample(shorter, timeframe);
        var candles = new List<Candle>(resampled.Count);
        var next = 0;
        for (var i = 0; i < resampled.Count; i++)
        {
            var volume = 0.0;
            for (var end = timeframe.EndOf(resampled.Times[i]); next < shorter.Count && shorter.Times[next] < end; next++)
                volume += shorter.Volume[next];
            candles.Add(resampled[i] with { Volume = volume });
        }

        return candles;
    }

    private static CandleSeries CreateSeries(SyntheticMarket market, Timeframe timeframe, List<Candle> candles) =>
        CandleSeries.FromCandles(market.Symbol, timeframe, CollectionsMarshal.AsSpan(candles));
}
