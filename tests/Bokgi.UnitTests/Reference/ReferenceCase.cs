using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.UnitTests.Reference;

/// <summary>The candles and the request of one pair.</summary>
internal sealed record ReferenceCase(Timeframe Timeframe, IReadOnlyList<Candle> Candles, ReferenceRequest Request)
{
    /// <summary>Everything needed to repeat the case by hand.</summary>
    public override string ToString() =>
        $"{Timeframe} {Request}{Environment.NewLine}{string.Join(Environment.NewLine, Candles.Select(Line))}";

    private static string Line(Candle bar, int index) =>
        FormattableString.Invariant($"{index}: new({bar.TimeUtc}, {bar.Open:R}, {bar.High:R}, {bar.Low:R}, {bar.Close:R}, {bar.Volume:R})");
}
