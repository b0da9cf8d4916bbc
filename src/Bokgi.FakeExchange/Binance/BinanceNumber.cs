using System.Globalization;
using Bokgi.FakeExchange.Recording;

namespace Bokgi.FakeExchange.Binance;

/// <summary>Formats numbers as Binance does: as strings with eight decimals, or more if the recorded number has more.</summary>
internal static class BinanceNumber
{
    public static string Text(double value) => Text(TradeGenerator.Exact(value));

    public static string Text(decimal value) => value.ToString("0.00000000####################", CultureInfo.InvariantCulture);
}
