using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Bokgi.Host.Runs.Documents;

/// <summary>A hash over the candles of a series, warm-up included; equal series have equal hashes.</summary>
internal static class CandleFingerprint
{
    public static string Of(CandleSeries candles)
    {
        var hash = new XxHash128();
        hash.Append(MemoryMarshal.AsBytes(candles.Times));
        hash.Append(MemoryMarshal.AsBytes(candles.Open));
        hash.Append(MemoryMarshal.AsBytes(candles.High));
        hash.Append(MemoryMarshal.AsBytes(candles.Low));
        hash.Append(MemoryMarshal.AsBytes(candles.Close));
        hash.Append(MemoryMarshal.AsBytes(candles.Volume));
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>A hash over the series of several symbols, in the run's order.</summary>
    public static string Of(IEnumerable<(string Symbol, string Fingerprint)> symbols)
    {
        var hash = new XxHash128();
        foreach (var (symbol, fingerprint) in symbols)
        {
            hash.Append(MemoryMarshal.AsBytes(symbol.AsSpan()));
            hash.Append(MemoryMarshal.AsBytes(fingerprint.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
