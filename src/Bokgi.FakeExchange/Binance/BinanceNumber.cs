using System.Globalization;
using Bokgi.FakeExchange.Recording;

namespace Bokgi.FakeExchange.Binance;

/// <summary>Formats numbers as Binance does: as strings with eight decimals, or more if the recorded number has more.</summary>
internal static class BinanceNumber
{
    public static string Format(double value) => Format(TradeGenerator.ToExactDecimal(value));

    public static string Format(decimal value) => value.ToString("0.00000000####################", CultureInfo.InvariantCulture);
}
