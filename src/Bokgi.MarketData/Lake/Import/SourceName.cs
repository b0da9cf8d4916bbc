using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// Reads the market and timeframe from a file's name, as in <c>upbit_KRW-BTC_1h_2020-2025.parquet</c>, or else from its folders.
/// </summary>
internal static class SourceName
{
    /// <summary>The origin of a market that was found in the file's own name.</summary>
    public const string FileName = "file name";

    private const int MaxFolders = 3; // how many folders above the file are searched

    // A shorter unit that is separated from its number, as in 1-h, may mean something else.
    private const int MinUnitLength = 3;

    // The Pair.Distance of a pair that is written as one word, such as BTCUSDT. It is larger than the distance between any two words.
    private const int OneWordDistance = 3;

    // Words that begin with an exchange's name are ignored: either no coin has such a name, or the file name contains the coin's code too.
    private static readonly string[] Exchanges =
    [
        "BINANCE",
        "BITFINEX",
        "BITFLYER",
        "BITGET",
        "BITHUMB",
        "BITMEX",
        "BITSTAMP",
        "BITTREX",
        "BYBIT",
        "COINBASE",
        "COINONE",
        "CRYPTOCOM",
        "CRYPTOCOMPARE",
        "CRYPTODATADOWNLOAD",
        "DERIBIT",
        "GATEIO",
        "GEMINI",
        "GOPAX",
        "HUOBI",
        "KORBIT",
        "KRAKEN",
        "KUCOIN",
        "OKEX",
        "OKX",
        "POLONIEX",
        "UPBIT",
    ];

    private static readonly string[] OrdinaryWords =
    [
        .. "CANDLE CANDLES CANDLESTICK CANDLESTICKS CHART COPY CRYPTO CSV DAILY DATA DATASET DAY DAYS DOWNLOAD EXPORT FEATHER FILE FULL".Split(
            ' '
        ),
        .. "GZ HISTORICAL HISTORY HOUR HOURLY HOURS JSON JSONL KLINE KLINES KST MARKET MEXC MIN MINS MINUTE MINUTES MONTH MONTHLY OHLC OHLCV".Split(
            ' '
        ),
        .. "PARQUET PRICE PRICES RAW SAMPLE SEC SECOND SECONDS TICKER TRADINGVIEW TSV TXT UTC VOLUME WEEK WEEKLY YEARLY ZIP".Split(' '),
        .. "JAN FEB MAR APR JUN JUL AUG SEP OCT NOV DEC".Split(' '),
    ];

    // These words may also be coins, and are considered only if the other words contain no market.
    private static readonly string[] ShortWords =
    [
        .. "A ALL AND AS AT BY COIN COINS FOR FROM FUTURE FUTURES IN INDEX MARK MY OF ON PERP PERPETUAL SPOT SWAP TEST THE TO VS WITH".Split(
            ' '
        ),
    ];

    // A file whose name contains one of these coins belongs to its folder's market only if that market trades the coin.
    private static readonly string[] Coins =
    [
        .. "AAVE ADA ALGO APT ARB ATOM AVAX AXS BCH BNB BTC DOGE DOT EOS ETC ETH FIL HBAR ICP LINK LTC MANA MATIC NEAR NEO OP PEPE".Split(
            ' '
        ),
        .. "POL QTUM SAND SEI SHIB SOL SUI TON TRX UNI VET XLM XMR XRP".Split(' '),
    ];

    private static readonly string[] Derivatives = ["FUTURE", "FUTURES", "PERP", "PERPETUAL", "SWAP"];

    // Lengths of bars, in minutes, that file names may state without a unit.
    private static readonly string[] BareMinutes = ["1", "3", "5", "10", "15", "30", "60", "240"];

    /// <summary>The market in the file's name or else in its folders; null when there is none or more than one.</summary>
    public static (Symbol Symbol, string Origin)? FindSymbol(string fullPath)
    {
        foreach (var (origin, name) in FileAndFolderNames(fullPath))
        {
            (string Text, int Start)[] words = [.. SplitWords(name).Where(word => !IsIgnored(word.Text))];
            var specific = Array.FindAll(words, word => !ShortWords.Contains(word.Text, StringComparer.OrdinalIgnoreCase));
            var pairs = FindPairs(name, specific);
            if (pairs.Length == 0)
                pairs = FindPairs(name, words);
            if (pairs.Length > 0)
                return pairs is [var only] && (origin == FileName || !NamesAnotherCoin(fullPath, only.Symbol))
                    ? (only.Symbol, $"{origin} ('{only.Text}')")
                    : null;
        }

        return null;
    }

    /// <summary>A length of bars in the file's name that the lake does not support, such as <c>2h</c>; null when there is none.</summary>
    public static string? FindUnsupportedLength(string fullPath) =>
        SplitWords(Path.GetFileName(fullPath))
            .Select(word => word.Text)
            .FirstOrDefault(word =>
                MayBeLength(word) && !IsSpan(word) && ExchangeTimeframe.LengthOf(word) is not null && ExchangeTimeframe.Parse(word) is null
            );

    /// <summary>Parses the market in a cell, in the spelling of an exchange.</summary>
    public static bool TryReadSymbol(string text, out Symbol symbol, out string error) =>
        Symbol.TryParse(NormalizeCode(text.Trim()), out symbol, out error);

    /// <summary>The word in the file's name that marks futures, whose prices differ from the coin's; null when there is none.</summary>
    public static string? FindDerivative(string fullPath)
    {
        var name = Path.GetFileName(fullPath);
        return SplitWords(name)
                .Select(word => word.Text)
                .FirstOrDefault(word => Derivatives.Contains(word, StringComparer.OrdinalIgnoreCase))
            ?? (name.Contains(".P,", StringComparison.Ordinal) ? ".P" : null); // TradingView's perpetual futures
    }

    /// <summary>
    /// The length of the bars, if the name or a folder gives exactly one with a unit: <c>1h</c>, <c>30m</c>, <c>1-min</c>, <c>daily</c>, or
    /// the folders <c>minutes/60</c>.
    /// </summary>
    public static SourceClaim? FindTimeframe(string fullPath)
    {
        foreach (var (origin, name) in FileAndFolderNames(fullPath))
        {
            string[] words = [.. SplitWords(name).Select(word => word.Text)];
            var spelled = words
                .Where(word => MayBeLength(word) && !IsSpan(word))
                .Concat(words.Zip(words.Skip(1), JoinNumberAndUnit).OfType<string>());
            string[] found = [.. spelled.Where(word => ExchangeTimeframe.Parse(word) is not null).DistinctBy(ExchangeTimeframe.Parse)];
            if (found.Length > 0)
                return found is [var only] ? new SourceClaim(only, origin) : null;
        }

        var folders = SplitFolders(fullPath);
        return folders.Length > 1 && ExchangeTimeframe.Parse($"{folders[^2]}/{folders[^1]}") is not null
            ? new SourceClaim($"{folders[^2]}/{folders[^1]}", "folders")
            : null;
    }

    /// <summary>The number in the file's name that may be minutes, if there is exactly one, as in <c>UPBIT_BTCKRW, 60.csv</c>.</summary>
    public static SourceClaim? FindMinutes(string fullPath)
    {
        string[] found = [.. SplitWords(Path.GetFileName(fullPath)).Select(word => word.Text).Where(BareMinutes.Contains).Distinct()];
        return found is [var only] ? new SourceClaim(only, FileName) : null;
    }

    private static Pair[] FindPairs(string name, (string Text, int Start)[] words) =>
        [.. SelectDisjoint(ListPossiblePairs(name, words)).DistinctBy(pair => pair.Symbol)];

    private static List<Pair> ListPossiblePairs(string name, (string Text, int Start)[] words)
    {
        var pairs = new List<Pair>();
        for (var i = 0; i < words.Length; i++)
        {
            var (word, start) = (NormalizeCode(words[i].Text), words[i].Start);
            if (i + 1 < words.Length && Pair.FindMarket(word, words[i + 1].Text.ToUpperInvariant()) is var (symbol, areBothQuotes))
            {
                var end = words[i + 1].Start + words[i + 1].Text.Length;
                pairs.Add(
                    new Pair(symbol, name[start..end], areBothQuotes, MeasureDistance(name, words[i], words[i + 1]), From: i, To: i + 1)
                );
            }

            if (SplitPair(word) is { } joined)
                pairs.Add(
                    new Pair(
                        joined,
                        name.Substring(start, words[i].Text.Length),
                        AreBothQuotes: Symbol.QuoteRank(joined.Base) is not null,
                        OneWordDistance,
                        From: i,
                        To: i
                    )
                );
        }

        return pairs;
    }

    // Of pairs that share a word, keeps only the likeliest.
    private static List<Pair> SelectDisjoint(List<Pair> pairs)
    {
        var disjoint = new List<Pair>();
        var likeliest = pairs
            .OrderByDescending(pair => pair.AreBothQuotes)
            .ThenBy(pair => Symbol.QuoteRank(pair.Symbol.Quote))
            .ThenBy(pair => pair.Distance)
            .ThenBy(pair => pair.From)
            .ThenByDescending(pair => pair.To);
        foreach (var pair in likeliest)
        {
            if (disjoint.TrueForAll(kept => pair.To < kept.From || pair.From > kept.To))
                disjoint.Add(pair);
        }

        return disjoint;
    }

    // Words joined by a hyphen or slash are more likely to belong together than words joined by anything else, and any two words are more
    // likely to be a pair than the halves of one word.
    private static int MeasureDistance(string name, (string Text, int Start) first, (string Text, int Start) second) =>
        name[(first.Start + first.Text.Length)..second.Start] switch
        {
            "-" or "/" => 0,
            "_" => 1,
            _ => 2,
        };

    // Splits BTCUSDT by the quote currency at its end. A quote currency alone is not a pair, although BUSD ends with USD.
    private static Symbol? SplitPair(string word) =>
        Symbol.QuoteRank(word) is null
        && Symbol.TryParse(word, out var symbol, out _)
        && symbol.Base.Length > 1
        && symbol.Base.Any(char.IsAsciiLetter)
            ? symbol
            : null;

    // Removes the prefixes of currencies: Bitfinex writes tBTCUSD, and Kraken writes XXBTZUSD, where X marks a coin and Z a national currency.
    private static string NormalizeCode(string word) =>
        word is ['t', _, _, _, _, _, ..] && word[1..].All(char.IsAsciiLetterUpper) ? word[1..]
        : word is ['X', _, _, _, 'Z', _, _, _] && Symbol.QuoteRank(word[5..]) == 0 ? word[1..4] + word[5..]
        : word.ToUpperInvariant();

    private static bool NamesAnotherCoin(string fullPath, Symbol symbol) =>
        SplitWords(Path.GetFileName(fullPath))
            .Select(word => word.Text.ToUpperInvariant())
            .Any(word => Coins.Contains(word) && word != symbol.Base && word != symbol.Quote);

    private static bool IsIgnored(string word) =>
        word.All(char.IsAsciiDigit)
        || ExchangeTimeframe.LengthOf(word) is not null
        || OrdinaryWords.Contains(word, StringComparer.OrdinalIgnoreCase)
        || Array.Exists(Exchanges, exchange => word.StartsWith(exchange, StringComparison.OrdinalIgnoreCase));

    // Whether a word may be a length of bars, such as 1h or daily.
    private static bool MayBeLength(string word) => char.IsAsciiDigit(word[0]) || word.EndsWith("ly", StringComparison.OrdinalIgnoreCase);

    // A word such as "7days" is the length of the file's history, not that of a bar.
    private static bool IsSpan(string word) => word.EndsWith("days", StringComparison.OrdinalIgnoreCase);

    // "1-min" and "minutes/60"; a single letter beside a number is not a length.
    private static string? JoinNumberAndUnit(string first, string second) =>
        first.All(char.IsAsciiDigit) != second.All(char.IsAsciiDigit) && Math.Max(first.Length, second.Length) >= MinUnitLength
            ? first + second
            : null;

    // The words of a name as written, with their start positions in the name.
    private static IEnumerable<(string Text, int Start)> SplitWords(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            var start = i;
            while (i < name.Length && char.IsLetterOrDigit(name[i]))
                i++;
            if (i > start)
                yield return (name[start..i], start);
        }
    }

    private static IEnumerable<(string Origin, string Name)> FileAndFolderNames(string fullPath)
    {
        yield return (FileName, Path.GetFileName(fullPath));
        foreach (var folder in SplitFolders(fullPath).Reverse().Take(MaxFolders))
            yield return ("folder", folder);
    }

    private static string[] SplitFolders(string fullPath) =>
        (Path.GetDirectoryName(fullPath) ?? string.Empty).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One or two words of a name that identify a market.</summary>
    /// <param name="Symbol">The market.</param>
    /// <param name="Text">The words as written.</param>
    /// <param name="AreBothQuotes">Whether both currencies can be quote currencies, as in BTC-USDT.</param>
    /// <param name="Distance">How loosely the words are joined: 0 for a hyphen or slash, at most <see cref="OneWordDistance"/>.</param>
    /// <param name="From">The index of the first word.</param>
    /// <param name="To">The index of the last word.</param>
    private sealed record Pair(Symbol Symbol, string Text, bool AreBothQuotes, int Distance, int From, int To)
    {
        /// <summary>
        /// The market that two words name, in either order: the currency that is more common as a quote currency becomes the quote. Null if
        /// they name no market.
        /// </summary>
        public static (Symbol Symbol, bool AreBothQuotes)? FindMarket(string first, string second)
        {
            var (firstRank, secondRank) = (Symbol.QuoteRank(first), Symbol.QuoteRank(second));
            if ((firstRank ?? secondRank) is null || first == second)
                return null;
            // A coin whose code is also a word for futures trades only against fiat money or stablecoins, so BTC-FUTURES is not a market.
            if ((Derivatives.Contains(first) || Derivatives.Contains(second)) && (firstRank ?? secondRank) > 1)
                return null;
            var isQuoteFirst = firstRank < (secondRank ?? int.MaxValue);
            var code = isQuoteFirst ? $"{second}_{first}" : $"{first}_{second}";
            return Symbol.TryParse(code, out var symbol, out _) && symbol.Base.Any(char.IsAsciiLetter)
                ? (symbol, firstRank is not null && secondRank is not null)
                : null;
        }
    }
}
