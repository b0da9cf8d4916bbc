using System.Globalization;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;

namespace Bokgi.Host.Candles;

/// <summary>One file of the lake as answers show it.</summary>
internal sealed record LakeFileDocument(
    string Symbol,
    string Timeframe,
    int Year,
    long Rows,
    string? First,
    string? Last,
    long Size,
    string Modified,
    IReadOnlyList<string> Issues
)
{
    public static LakeFileDocument Of(LakeFile file) =>
        new(
            file.Symbol.Code,
            file.Timeframe.Name,
            file.Year,
            file.Rows,
            file.FirstUtc is { } first ? UnixTime.Format(first) : null,
            file.LastUtc is { } last ? UnixTime.Format(last) : null,
            file.Bytes,
            file.ModifiedUtc.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            file.Issues
        );
}
