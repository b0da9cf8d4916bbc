using System.Globalization;
using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>The lake's folders: <c>root/{symbol}/{timeframe}/{year}.parquet</c>.</summary>
internal sealed class LakeLayout(string root)
{
    private const string Extension = ".parquet";

    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The canonical folder of a symbol and timeframe, the only one to which rows are added.</summary>
    public string Folder(Symbol symbol, Timeframe timeframe) => Path.Combine(Root, RequireNonEmpty(symbol).Code, timeframe.Name);

    public YearFile File(Symbol symbol, Timeframe timeframe, int year)
    {
        var name = year.ToString("0000", CultureInfo.InvariantCulture) + Extension;
        return CreateYearFile(Path.Combine(Folder(symbol, timeframe), name), symbol, timeframe, year);
    }

    /// <summary>
    /// The year files of a symbol, lowest precedence first: those in folders whose names are an exchange's spelling of the symbol, such as
    /// <c>KRW-BTC</c>, then those in the canonical folder. Within a folder, the files are ordered by year.
    /// </summary>
    public IReadOnlyList<YearFile> Files(Symbol symbol, Timeframe timeframe)
    {
        var files = new List<YearFile>();
        foreach (var spelling in Spellings(RequireNonEmpty(symbol)))
        {
            var folder = Path.Combine(Root, spelling, timeframe.Name);
            if (!Directory.Exists(folder))
                continue;

            var from = files.Count;
            foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension))
            {
                if (TryReadYear(path, out var year))
                    files.Add(CreateYearFile(path, symbol, timeframe, year));
            }

            files.Sort(from, files.Count - from, Comparer<YearFile>.Create((a, b) => a.Year.CompareTo(b.Year)));
        }

        return files;
    }

    /// <summary>Every symbol that has a folder, ascending.</summary>
    public IReadOnlyList<Symbol> Symbols()
    {
        if (!Directory.Exists(Root))
            return [];

        var symbols = new SortedSet<Symbol>();
        foreach (var path in Directory.EnumerateDirectories(Root))
        {
            var name = Path.GetFileName(path);
            if (Symbol.TryParse(name, out var symbol, out _) && Spellings(symbol).Contains(name, StringComparer.Ordinal))
                symbols.Add(symbol);
        }

        return [.. symbols];
    }

    /// <summary>A path for messages: relative to the root, or the bare name of a file elsewhere.</summary>
    public string NameOf(string path)
    {
        var relative = Path.GetRelativePath(Root, path);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? Path.GetFileName(path)
            : relative.Replace('\\', '/');
    }

    // A default Symbol is empty and would map to the root folder itself.
    private static Symbol RequireNonEmpty(Symbol symbol) =>
        symbol.Code.Length > 0 ? symbol : throw new ArgumentException("the symbol is empty; parse it from text", nameof(symbol));

    // The folder names that stand for a symbol, its canonical code last. Another spelling, such as BTCUSDT or BTC-USD, is included only if the
    // parser reads it as this symbol.
    private static IEnumerable<string> Spellings(Symbol symbol)
    {
        foreach (var spelling in new[] { symbol.QuoteFirstCode, $"{symbol.Base}-{symbol.Quote}", symbol.Base + symbol.Quote })
        {
            if (Symbol.TryParse(spelling, out var parsed, out _) && parsed == symbol)
                yield return spelling;
        }

        yield return symbol.Code;
    }

    private static bool TryReadYear(string path, out int year)
    {
        var name = Path.GetFileNameWithoutExtension(path.AsSpan());
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out year) && name.Length == 4 && year > 0;
    }

    private YearFile CreateYearFile(string path, Symbol symbol, Timeframe timeframe, int year) =>
        new(path, NameOf(path), symbol, timeframe, year);
}
