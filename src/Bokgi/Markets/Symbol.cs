namespace Bokgi.Markets;

/// <summary>
/// A market: the asset traded (<see cref="Base"/>) and the currency it is priced in (<see cref="Quote"/>), written <c>BASE_QUOTE</c>.
/// </summary>
/// <remarks>
/// Only <see cref="TryParse"/> creates a symbol, so text from outside is checked before it becomes part of a path. A code consists of
/// upper-case ASCII letters and digits, with one or two <c>_</c>; the last one precedes the quote.
/// </remarks>
public readonly record struct Symbol : IComparable<Symbol>
{
    private const int MaximumLength = 32;

    // Quote currencies by rank: national currencies, then stablecoins, then the large coins.
    private static readonly string[][] Quotes =
    [
        ["KRW", "USD", "EUR", "JPY", "GBP", "AUD", "CAD", "CHF", "CNY", "HKD", "SGD", "BRL"],
        ["USDT", "USDC", "FDUSD", "BUSD", "TUSD", "DAI"],
        ["BTC"],
        ["ETH"],
        ["BNB"],
    ];

    // Longest first, so that BTCUSDT is read as BTC/USDT, not BTCUSD/T.
    private static readonly string[] QuoteSuffixes = [.. Quotes.SelectMany(rank => rank).OrderByDescending(quote => quote.Length)];

    private readonly string? code;

    private Symbol(string code) => this.code = code;

    /// <summary>The canonical spelling, for example <c>BTC_KRW</c>.</summary>
    public string Code => code ?? string.Empty;

    /// <summary>The asset traded, for example <c>BTC</c>.</summary>
    public string Base => Code.Length == 0 ? string.Empty : Code[..Code.LastIndexOf('_')];

    /// <summary>The currency that the asset is priced in, for example <c>KRW</c>.</summary>
    public string Quote => Code.Length == 0 ? string.Empty : Code[(Code.LastIndexOf('_') + 1)..];

    /// <summary>The spelling used by exchanges that put the quote first, for example <c>KRW-BTC</c>.</summary>
    public string QuoteFirstCode => $"{Quote}-{Base}";

    /// <summary>
    /// Parses a symbol in any accepted spelling: <c>BTC_KRW</c>, <c>btc_krw</c>, <c>BTCUSDT</c>, or with <c>-</c> or <c>/</c> in either
    /// order, as in <c>KRW-BTC</c> or <c>BTC/USD</c>. The quote is the part with the lower
    /// <see cref="QuoteRank"/>, or the second part if neither has a rank.
    /// </summary>
    /// <param name="text">The text as a person or an exchange wrote it.</param>
    /// <param name="symbol">The symbol, if the text is one.</param>
    /// <param name="error">If it is not: one sentence that quotes the text and says how to fix it.</param>
    public static bool TryParse(string? text, out Symbol symbol, out string error)
    {
        var trimmed = text?.Trim() ?? string.Empty;
        var canonical = ToCanonical(trimmed.ToUpperInvariant());
        symbol = canonical is null ? default : new Symbol(canonical);
        error = canonical is null
            ? $"'{TextExcerpt.Shorten(trimmed)}' is not a symbol; write it as BASE_QUOTE, for example BTC_KRW (letters and digits)"
            : string.Empty;
        return canonical is not null;
    }

    /// <summary>Parses a symbol that is known to be valid.</summary>
    /// <exception cref="FormatException">The text is not a symbol.</exception>
    public static Symbol Parse(string text) => TryParse(text, out var symbol, out var error) ? symbol : throw new FormatException(error);

    /// <summary>
    /// How common a quote currency is: 0 for national currencies, then stablecoins, BTC, ETH and BNB; null if it is not a common quote.
    /// </summary>
    /// <param name="name">The currency in upper case, for example <c>KRW</c>.</param>
    public static int? QuoteRank(string name)
    {
        var rank = Array.FindIndex(Quotes, quotes => Array.IndexOf(quotes, name) >= 0);
        return rank < 0 ? null : rank;
    }

    /// <inheritdoc/>
    public int CompareTo(Symbol other) => string.CompareOrdinal(Code, other.Code);

    /// <inheritdoc/>
    public override string ToString() => Code;

    private static string? ToCanonical(string text)
    {
        if (text.Length is 0 or > MaximumLength)
            return null;

        if (text.Contains('_', StringComparison.Ordinal))
            return IsCanonical(text) ? text : null;

        var separator = text.AsSpan().IndexOfAny('-', '/');
        if (separator >= 0)
        {
            var (first, second) = (text[..separator], text[(separator + 1)..]);
            var isQuoteFirst = QuoteRank(first) is { } firstRank && firstRank < (QuoteRank(second) ?? int.MaxValue);
            var canonical = isQuoteFirst ? $"{second}_{first}" : $"{first}_{second}";
            return IsCanonical(canonical) ? canonical : null;
        }

        // XBTUSD is XBT/USD, not XB/TUSD: accept a base of fewer than three letters only if no other split fits.
        var suffixes = Array.FindAll(QuoteSuffixes, quote => text.Length > quote.Length && text.EndsWith(quote, StringComparison.Ordinal));
        var suffix = Array.Find(suffixes, quote => text.Length - quote.Length >= 3) ?? suffixes.FirstOrDefault();
        return suffix is null ? null : ToCanonical($"{text[..^suffix.Length]}_{suffix}");
    }

    private static bool IsCanonical(string text)
    {
        var parts = text.Split('_');
        return parts.Length is 2 or 3 && parts.All(part => part.Length > 0 && part.All(char.IsAsciiLetterOrDigit));
    }
}
