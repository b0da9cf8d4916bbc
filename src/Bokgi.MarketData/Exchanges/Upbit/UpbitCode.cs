using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Upbit;

/// <summary>
/// Upbit's spelling of markets: always the quote currency first, as in <c>KRW-BTC</c> (BTC for won) and <c>BTC-USDT</c> (USDT
/// priced in BTC).
/// </summary>
internal static class UpbitCode
{
    public static bool TryParse(string code, out Symbol symbol, out string error)
    {
        var dash = code.IndexOf('-', StringComparison.Ordinal);
        return Symbol.TryParse(dash < 0 ? code : $"{code[(dash + 1)..]}_{code[..dash]}", out symbol, out error);
    }
}
