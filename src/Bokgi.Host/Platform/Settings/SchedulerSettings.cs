using Bokgi.Host.Platform.Errors;
using Bokgi.MarketData.Exchanges;
using Bokgi.Markets;

namespace Bokgi.Host.Platform.Settings;

/// <summary>When the server collects candles on its own, and which ones.</summary>
/// <param name="IsEnabled">Whether it collects candles.</param>
/// <param name="Hour">Hour of the day, UTC.</param>
/// <param name="Minute">Minute of that hour.</param>
/// <param name="Symbols">The markets; empty for all that were collected before.</param>
/// <param name="Timeframes">The candle lengths; empty for those that were collected before.</param>
/// <param name="Exchange">The exchange of listed markets that were not collected before.</param>
internal sealed record SchedulerSettings(
    bool IsEnabled,
    int Hour,
    int Minute,
    IReadOnlyList<Symbol> Symbols,
    IReadOnlyList<Timeframe> Timeframes,
    string Exchange
)
{
    /// <summary>Reads the settings of the schedule.</summary>
    /// <param name="text">Returns a setting's value by name.</param>
    /// <param name="whole">Returns a setting's value as a whole number within a minimum and a maximum.</param>
    /// <param name="errors">Collects unusable values.</param>
    public static SchedulerSettings Read(Func<string, string> text, Func<string, int, int, int> whole, InputErrors errors)
    {
        if (!bool.TryParse(text("ENABLE_SCHEDULER"), out var isEnabled))
            errors.Add("ENABLE_SCHEDULER", $"ENABLE_SCHEDULER cannot be '{Problems.Shown(text("ENABLE_SCHEDULER"))}'; give true or false");
        var exchange = text("SCHEDULER_EXCHANGE");
        if (!ExchangeCatalogue.Names.Contains(exchange, StringComparer.Ordinal))
            errors.Add(
                "SCHEDULER_EXCHANGE",
                $"SCHEDULER_EXCHANGE cannot be '{Problems.Shown(exchange)}'; give {string.Join(" or ", ExchangeCatalogue.Names)}"
            );
        return new SchedulerSettings(
            isEnabled,
            whole("SCHEDULER_HOUR", 0, 23),
            whole("SCHEDULER_MINUTE", 0, 59),
            List<Symbol>("SCHEDULER_SYMBOLS", text, Symbol.TryParse, errors),
            List<Timeframe>("SCHEDULER_TIMEFRAMES", text, Timeframe.TryParse, errors),
            exchange
        );
    }

    private static List<T> List<T>(string name, Func<string, string> text, Reading<T> reading, InputErrors errors)
    {
        var read = new List<T>();
        foreach (var item in text(name).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!reading(item, out var value, out var error))
                errors.Add(name, $"{name}: {error}");
            else if (!read.Contains(value))
                read.Add(value);
        }

        return read;
    }

    private delegate bool Reading<T>(string? text, out T value, out string error);
}
