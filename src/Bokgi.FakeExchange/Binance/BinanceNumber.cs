using System.Globalization;
using Bokgi.FakeExchange.Recording;

namespace Bokgi.FakeExchange.Binance;

/// <summary>Numbers as Binance writes them: text with eight decimals, more only where the recorded number has more.</summary>
internal static class BinanceNumber
{
    public static string Text(double value) => Text(TradeMaking.Exact(value));

    public static string Text(decimal value) => value.ToString("0.00000000####################", CultureInfo.InvariantCulture);
}
