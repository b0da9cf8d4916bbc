using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Finds the column with the traded quantity in base currency, as opposed to turnovers, partial volumes and averages.</summary>
internal static class VolumeColumn
{
    // Sources round, so a turnover may deviate by this fraction from the range of quantity times price.
    private const double Tolerance = 1e-3;

    // A column whose name does not mean a quantity counts as one only if at least this many rows were compared.
    private const int MinRows = 3;

    private const string ExactName = "volume";

    private static readonly string[] PlainNames =
    [
        ExactName,
        "vol",
        "v",
        "candle_acc_trade_volume",
        "누적거래량",
        "거래량",
        "qty",
        "quantity",
    ];
    private static readonly string[] Quantities = ["amount", "qty", "quantity", "size"];
    private static readonly string[] QuoteWords = [.. "quote currency value turnover to fiat price money krw won 원".Split(' ')];

    // A column whose name contains one of these words does not hold the volume of a bar in whole units of a currency.
    private static readonly string[] OtherMeanings =
    [
        .. "ma sma ema wma avg average mean median std change pct ratio delta taker buy sell ask bid tick count number rank profile weighted oi prev log".Split(
            ' '
        ),
        .. "k m mm mln mil mio bn b thousand thousands million millions billion 24h 7d 30d 천 백만 만 억".Split(' '),
    ];

    // These words say nothing about the unit of the volume.
    private static readonly string[] NeutralWords =
    [
        .. "base coin coins total acc accumulated candle trade traded trading asset units unit in of the bar period day daily 거래량 누적거래량 누적".Split(
            ' '
        ),
    ];

    // Columns of files from CoinMarketCap and Yahoo, whose volumes are in dollars.
    private static readonly string[] DollarVolumeColumns = ["market_cap", "adj_close"];

    // The currency in which a column counts a volume; None for a column that is not the volume of a bar.
    private enum Kind
    {
        None,
        Base,
        Quote,
    }

    /// <summary>Whether a column's name mentions a volume.</summary>
    public static bool IsVolume(string name) =>
        name.Replace("volatil", string.Empty, StringComparison.OrdinalIgnoreCase).Contains("vol", StringComparison.OrdinalIgnoreCase)
        || name.Contains("거래량", StringComparison.Ordinal);

    /// <summary>The index of the first column whose name means a volume in base currency, or -1.</summary>
    public static int FindByName(string[] names) => Array.FindIndex(names, name => Classify(name, baseCurrency: null) == Kind.Base);

    /// <param name="sample">The first rows.</param>
    /// <param name="names">The normalized column names.</param>
    /// <param name="baseCurrency">The base currency, if known.</param>
    /// <param name="usedColumns">Columns that have another meaning.</param>
    /// <param name="prices">The indices of open, high, low and close.</param>
    /// <param name="notes">Receives what the user should know about the choice.</param>
    /// <returns>The index of the column, or -1 when there is none.</returns>
    /// <exception cref="LakeException">Several columns are possible.</exception>
    public static int Find(SourceSample sample, string[] names, string? baseCurrency, int[] usedColumns, int[] prices, List<string> notes)
    {
        if (Array.Find(DollarVolumeColumns, names.Contains) is not null)
            notes.Add("files of CoinMarketCap and Yahoo have the volume in dollars; it is stored unchanged and is not a number of coins");
        int[] numericColumns =
        [
            .. Enumerable
                .Range(0, names.Length)
                .Where(column => !usedColumns.Contains(column) && !ColumnMap.IsLabel(names[column]) && sample.IsNumeric(column)),
        ];
        var candidates = Enumerable
            .Range(0, names.Length)
            .Where(column => !usedColumns.Contains(column) && Classify(names[column], baseCurrency) == Kind.Base)
            .ToHashSet();
        foreach (var candidate in candidates.ToArray())
        {
            var match = Array.FindIndex(numericColumns, column => column != candidate && IsTurnoverOf(sample, candidate, column, prices));
            if (match < 0)
                continue;
            candidates.Remove(candidate);
            candidates.Add(numericColumns[match]);
            notes.Add(
                $"'{CellExcerpt.Sanitize(sample.Names![candidate])}' is '{CellExcerpt.Sanitize(sample.Names[numericColumns[match]])}' times the price, so the latter is the volume"
            );
        }

        if (
            Array.IndexOf(names, ExactName) is >= 0 and var exact
            && candidates.Contains(exact)
            && !candidates.Any(column => column != exact && IsAlternative(names[column], baseCurrency))
        )
            return exact;
        return candidates.Count switch
        {
            0 => -1,
            1 => candidates.Single(),
            _ => throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{sample.File} has several columns for volume: {string.Join(", ", candidates.Order().Select(column => CellExcerpt.Sanitize(sample.Names![column])))}; specify one with --columns volume=NAME"
            ),
        };
    }

    // Whether one column is the turnover of another: in at least three of four rows, it lies between quantity times low and quantity times
    // high. Not in all rows, because sources round. Rows with prices near 1 are skipped, because their turnover about equals the quantity.
    private static bool IsTurnoverOf(SourceSample sample, int turnover, int quantity, int[] prices)
    {
        var (comparedRows, mismatches) = (0, 0);
        for (var row = 0; row < sample.Rows.Count; row++)
        {
            var (turnoverValue, traded, low, high) = (
                sample.ReadNumber(row, turnover),
                sample.ReadNumber(row, quantity),
                sample.ReadNumber(row, prices[2]),
                sample.ReadNumber(row, prices[1])
            );
            if (double.IsNaN(turnoverValue + traded + low + high) || traded == 0 || low is > 0.9 and < 1.1)
                continue;
            comparedRows++;
            mismatches += turnoverValue >= traded * low * (1 - Tolerance) && turnoverValue <= traded * high * (1 + Tolerance) ? 0 : 1;
        }

        var name = sample.Names![quantity];
        var hasQuantityName = IsVolume(name) || Quantities.Contains(ColumnMap.Normalize(name));
        return comparedRows >= (hasQuantityName ? 1 : MinRows) && mismatches * 4 <= comparedRows;
    }

    // A second volume column such as base_volume, volume_btc or vol makes the meaning of "volume" unclear.
    private static bool IsAlternative(string name, string? baseCurrency) =>
        PlainNames.Contains(name)
        || SplitWords(name).ToArray() is ["base" or "coin"]
        || (baseCurrency is not null && SplitWords(name).Contains(baseCurrency.ToLowerInvariant()));

    private static Kind Classify(string name, string? baseCurrency)
    {
        if (PlainNames.Contains(name))
            return Kind.Base;
        if (!IsVolume(name))
            return Kind.None;
        var kind = Kind.Base;
        foreach (var word in SplitWords(name))
        {
            if (OtherMeanings.Contains(word))
                return Kind.None;
            if (word.Equals(baseCurrency, StringComparison.OrdinalIgnoreCase))
                continue;
            if (QuoteWords.Contains(word) || Symbol.QuoteRank(word.ToUpperInvariant()) is 0 or 1)
                kind = Kind.Quote;
            else if (baseCurrency is not null && !NeutralWords.Contains(word))
                return Kind.None; // may belong to another coin
        }

        return kind;
    }

    // The words of a name other than "volume" and "vol", also if they are joined with them: basevolume, volumeto, volume_(btc).
    private static IEnumerable<string> SplitWords(string name)
    {
        var letters = name.Select(letter => char.IsLetterOrDigit(letter) ? letter : ' ').ToArray();
        foreach (var word in new string(letters).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = word.Replace("volume", string.Empty, StringComparison.Ordinal)
                .Replace("vol", string.Empty, StringComparison.Ordinal);
            if (rest.Length > 0)
                yield return rest;
        }
    }
}
