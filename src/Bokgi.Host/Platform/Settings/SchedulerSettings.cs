namespace Bokgi.Host.Platform.Settings;

/// <summary>When the server collects candles on its own, and which ones.</summary>
internal sealed record SchedulerSettings(
    bool IsEnabled,
    int Hour,
    int Minute,
    IReadOnlyList<Symbol> Symbols,
    IReadOnlyList<Timeframe> Timeframes,
    string Exchange
)
{
    public static SchedulerSettings Read(SettingReader read)
    {
        var settings = new SchedulerSettings(
            read.Flag(
                "ENABLE_SCHEDULER",
                true,
                "whether the server collects candles once a day by itself; it fetches only what was collected before, or is named below"
            ),
            read.Whole("SCHEDULER_HOUR", 9, 0, 23, "hour of the daily collection, UTC, 0 to 23"),
            read.Whole("SCHEDULER_MINUTE", 0, 0, 59, "minute of that hour, 0 to 59"),
            List<Symbol>(
                "SCHEDULER_SYMBOLS",
                "markets of the daily collection, such as BTC_KRW,ETH_KRW; all that were collected before when empty",
                read,
                Symbol.TryParse
            ),
            List<Timeframe>(
                "SCHEDULER_TIMEFRAMES",
                "lengths of candles of the daily collection, such as 1M,1H,1D; those that were collected before when empty",
                read,
                Timeframe.TryParse
            ),
            read.Text(
                "SCHEDULER_EXCHANGE",
                ExchangeCatalogue.Default,
                $"exchange of markets named in SCHEDULER_SYMBOLS that were not collected before: {string.Join(" or ", ExchangeCatalogue.Names)}"
            )
        );
        if (!ExchangeCatalogue.Names.Contains(settings.Exchange, StringComparer.Ordinal))
            read.Errors.Add(
                "SCHEDULER_EXCHANGE",
                $"SCHEDULER_EXCHANGE cannot be '{Problems.Shown(settings.Exchange)}'; give {string.Join(" or ", ExchangeCatalogue.Names)}"
            );
        return settings;
    }

    private static List<T> List<T>(string name, string meaning, SettingReader read, Reading<T> reading)
    {
        var values = new List<T>();
        foreach (var item in read.List(name, meaning))
        {
            if (!reading(item, out var value, out var error))
                read.Errors.Add(name, $"{name}: {error}");
            else if (!values.Contains(value))
                values.Add(value);
        }

        return values;
    }

    private delegate bool Reading<T>(string? text, out T value, out string error);
}
