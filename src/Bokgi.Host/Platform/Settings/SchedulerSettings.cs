namespace Bokgi.Host.Platform.Settings;

internal sealed class SchedulerSettings(SettingReader read)
{
    public bool IsEnabled { get; } =
        read.Flag(
            "ENABLE_SCHEDULER",
            true,
            "whether the server collects candles once a day by itself; it fetches only what was collected before, or is named below"
        );

    public int Hour { get; } = read.Whole("SCHEDULER_HOUR", 9, 0, 23, "hour of the daily collection, UTC, 0 to 23");

    public int Minute { get; } = read.Whole("SCHEDULER_MINUTE", 0, 0, 59, "minute of that hour, 0 to 59");

    public IReadOnlyList<Symbol> Symbols { get; } =
        List<Symbol>(
            "SCHEDULER_SYMBOLS",
            "markets of the daily collection, such as BTC_KRW,ETH_KRW; all that were collected before when empty",
            read,
            Symbol.TryParse
        );

    public IReadOnlyList<Timeframe> Timeframes { get; } =
        List<Timeframe>(
            "SCHEDULER_TIMEFRAMES",
            "candle lengths of the daily collection, such as 1M,1H,1D; those that were collected before when empty",
            read,
            Timeframe.TryParse
        );

    public string Exchange { get; } = ReadExchange(read);

    private static string ReadExchange(SettingReader read)
    {
        var known = string.Join(" or ", ExchangeCatalogue.Names);
        var name = read.Text(
            "SCHEDULER_EXCHANGE",
            ExchangeCatalogue.Default,
            $"exchange of markets named in SCHEDULER_SYMBOLS that were not collected before: {known}"
        );
        if (!ExchangeCatalogue.Names.Contains(name, StringComparer.Ordinal))
            read.Errors.Add("SCHEDULER_EXCHANGE", $"SCHEDULER_EXCHANGE cannot be '{Problems.Shown(name)}'; give {known}");
        return name;
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
