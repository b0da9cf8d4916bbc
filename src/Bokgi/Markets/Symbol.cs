namespace Bokgi.Markets;

/// <summary>A market: what is traded (<see cref="Base"/>) and what it is paid with (<see cref="Quote"/>), written <c>BASE_QUOTE</c>.</summary>
/// <remarks>
/// A symbol can only be had from <see cref="TryParse"/>, so text from outside never becomes a path before it was checked:
/// upper-case ASCII letters and digits, with at most two <c>_</c> of which the last one separates the quote.
/// </remarks>
public readonly record struct Symbol : IComparable<Symbol>
{
    private const int MaximumLength = 32;

    // What coins are paid with, by rank: state money before stable coins before the large coins.
    private static readonly string[][] Quotes =
    [
        ["KRW", "USD", "EUR", "JPY", "GBP", "AUD", "CAD", "CHF", "CNY", "HKD", "SGD", "BRL"],
        ["USDT", "USDC", "FDUSD", "BUSD", "TUSD", "DAI"],
        ["BTC"],
        ["ETH"],
        ["BNB"],
    ];

    // Longest first, so that BTCUSDT is BTC/USDT and not BTCUSD/T.
    private static readonly string[] QuoteSuffixes = [.. Quotes.SelectMany(rank => rank).OrderByDescending(quote => quote.Length)];

    private readonly string? code;

    private Symbol(string code) => this.code = code;

    /// <summary>The canonical spelling, for example <c>BTC_KRW</c>.</summary>
    public string Code => code ?? string.Empty;

    /// <summary>What is traded, for example <c>BTC</c>.</summary>
    public string Base => Code.Length == 0 ? string.Empty : Code[..Code.LastIndexOf('_')];

    /// <summary>What it is paid with, for example <c>KRW</c>.</summary>
    public string Quote => Code.Length == 0 ? string.Empty : Code[(Code.LastIndexOf('_') + 1)..];

    /// <summary>The spelling of exchanges that put the quote first, for example <c>KRW-BTC</c>.</summary>
    public string QuoteFirstCode => $"{Quote}-{Base}";

    /// <summary>
    /// Reads a symbol in any accepted spelling: <c>BTC_KRW</c>, <c>btc_krw</c>, <c>BTCUSDT</c>, and with <c>-</c> or <c>/</c> in either order,
    /// <c>KRW-BTC</c> or <c>BTC/USD</c>: the part that ranks higher as a quote is the quote.
    /// </summary>
    /// <param name="text">The text as a person or an exchange wrote it.</param>
    /// <param name="symbol">The symbol, when the text is one.</param>
    /// <param name="error">One sentence that names the text and the remedy, when it is not.</param>
    public static bool TryParse(string? text, out Symbol symbol, out string error)
    {
        var trimmed = text?.Trim() ?? string.Empty;
        var canonical = Canonical(trimmed.ToUpperInvariant());
        symbol = canonical is null ? default : new Symbol(canonical);
        error = canonical is null
            ? $"'{ShownText.Of(trimmed)}' is not a symbol; write it as BASE_QUOTE, for example BTC_KRW (letters and digits)"
            : string.Empty;
        return canonical is not null;
    }

    /// <summary>Reads a symbol that is known to be good.</summary>
    /// <exception cref="FormatException">The text is no symbol.</exception>
    public static Symbol Parse(string text) => TryParse(text, out var symbol, out var error) ? symbol : throw new FormatException(error);

    /// <summary>How usual it is to pay with something: 0 is state money, then come stable coins, BTC, ETH and BNB; null is not usual at all.</summary>
    /// <param name="name">What is paid with, in upper case, for example <c>KRW</c>.</param>
    public static int? QuoteRank(string name)
    {
        var rank = Array.FindIndex(Quotes, quotes => Array.IndexOf(quotes, name) >= 0);
        return rank < 0 ? null : rank;
    }

    /// <inheritdoc/>
    public int CompareTo(Symbol other) => string.CompareOrdinal(Code, other.Code);

    /// <inheritdoc/>
    public override string ToString() => Code;

    private static string? Canonical(string text)
    {
        if (text.Length is 0 or > MaximumLength)
            return null;

        if (text.Contains('_', StringComparison.Ordinal))
            return IsCanonical(text) ? text : null;

        var separator = text.AsSpan().IndexOfAny('-', '/');
        if (separator >= 0)
        {
            var (first, second) = (text[..separator], text[(separator + 1)..]);
            var isQuoteFirst = QuoteRank(first) is { } rank && rank < (QuoteRank(second) ?? int.MaxValue);
            var canonical = isQuoteFirst ? $"{second}_{first}" : $"{first}_{second}";
            return IsCanonical(canonical) ? canonical : null;
        }

        // XBTUSD is XBT/USD and not XB/TUSD: a base of fewer than three letters only where nothing else fits.
        var suffixes = Array.FindAll(QuoteSuffixes, quote => text.Length > quote.Length && text.EndsWith(quote, StringComparison.Ordinal));
        var suffix = Array.Find(suffixes, quote => text.Length - quote.Length >= 3) ?? suffixes.FirstOrDefault();
        return suffix is null ? null : Canonical($"{text[..^suffix.Length]}_{suffix}");
    }

    private static bool IsCanonical(string text)
    {
        var parts = text.Split('_');
        return parts.Length is 2 or 3 && parts.All(part => part.Length > 0 && part.All(char.IsAsciiLetterOrDigit));
    }
}
