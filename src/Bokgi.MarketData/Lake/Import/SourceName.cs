using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>What a file's name tells of its candles, as in <c>KRW-BTC_1h_2020-2025.parquet</c>; its folders are asked when the name is silent.</summary>
internal static class SourceName
{
    private static readonly char[] Separators = ['_', '.', ' ', '@'];

    /// <summary>The first part that is a market with a known quote: <c>KRW-BTC</c>, then <c>BTC_KRW</c>, then <c>BTCUSDT</c>.</summary>
    public static (Symbol Symbol, string Where)? FindSymbol(string fullPath)
    {
        foreach (var (place, parts) in Places(fullPath))
        {
            var pairs = parts.Zip(parts.Skip(1), (first, second) => $"{first}_{second}");
            string[] candidates = [.. parts.Where(part => part.Contains('-', StringComparison.Ordinal)), .. pairs, .. parts];
            foreach (var candidate in candidates)
            {
                if (Symbol.TryParse(candidate, out var symbol, out _) && HasKnownQuote(symbol))
                    return (symbol, $"{place} ('{candidate}')");
            }
        }

        return null;
    }

    /// <summary>The first part that is a timeframe: <c>1h</c>, <c>30m</c>, a folder <c>minutes/60</c>.</summary>
    public static SourceClaim? FindTimeframe(string fullPath)
    {
        foreach (var (place, parts) in Places(fullPath))
        {
            if (parts.FirstOrDefault(part => char.IsAsciiDigit(part[0]) && ExchangeTimeframe.Read(part) is not null) is { } found)
                return new SourceClaim(found, place);
        }

        var folders = Folders(fullPath);
        return folders.Length > 1 && ExchangeTimeframe.Read($"{folders[^2]}/{folders[^1]}") is not null
            ? new SourceClaim($"{folders[^2]}/{folders[^1]}", "folders")
            : null;
    }

    private static IEnumerable<(string Place, string[] Parts)> Places(string fullPath)
    {
        yield return ("file name", Path.GetFileName(fullPath).Split(Separators, StringSplitOptions.RemoveEmptyEntries));
        foreach (var folder in Folders(fullPath).Reverse().Take(3))
            yield return ("folder", folder.Split(Separators, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string[] Folders(string fullPath) =>
        (Path.GetDirectoryName(fullPath) ?? string.Empty).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);

    // 2024-08 also looks like BASE-QUOTE. Written without a separator a market can only be read by a quote that is known.
    private static bool HasKnownQuote(Symbol symbol) =>
        symbol.Base.Any(char.IsAsciiLetter) && Symbol.TryParse(symbol.Base + symbol.Quote, out var again, out _) && again == symbol;
}
