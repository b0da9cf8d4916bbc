namespace Bokgi.Host.Platform.Settings;

/// <summary>Whether the server starts work by itself, and what its daily collection of candles covers.</summary>
internal sealed class SchedulerSettings(SettingReader reader)
{
    public bool IsEnabled { get; } =
        reader.Flag(
            "ENABLE_SCHEDULER",
            true,
            "whether the server starts work by itself: the daily backup, its weekly clean-up, and the daily collection of candles, which fetches only series that were collected before or are named in SCHEDULER_SYMBOLS and SCHEDULER_TIMEFRAMES"
        );

    public int Hour { get; } = reader.Integer("SCHEDULER_HOUR", 9, 0, 23, "hour of the daily collection, UTC, 0 to 23");

    public int Minute { get; } = reader.Integer("SCHEDULER_MINUTE", 0, 0, 59, "minute of that hour, 0 to 59");

    public IReadOnlyList<Symbol> Symbols { get; } =
        ReadList<Symbol>(
            "SCHEDULER_SYMBOLS",
            "markets of the daily collection, such as BTC_KRW,ETH_KRW; if empty, all markets collected before",
            reader,
            Symbol.TryParse
        );

    public IReadOnlyList<Timeframe> Timeframes { get; } =
        ReadList<Timeframe>(
            "SCHEDULER_TIMEFRAMES",
            "candle lengths of the daily collection, such as 1M,1H,1D; if empty, the lengths collected before",
            reader,
            Timeframe.TryParse
        );

    public string Exchange { get; } = ReadExchange(reader);

    private static string ReadExchange(SettingReader reader)
    {
        var exchangeNames = string.Join(" or ", ExchangeCatalogue.Names);
        var name = reader.Text(
            "SCHEDULER_EXCHANGE",
            ExchangeCatalogue.Default,
            $"exchange of markets named in SCHEDULER_SYMBOLS that were not collected before: {exchangeNames}"
        );
        if (!ExchangeCatalogue.Names.Contains(name, StringComparer.Ordinal))
            reader.Errors.Add(
                "SCHEDULER_EXCHANGE",
                $"SCHEDULER_EXCHANGE cannot be '{Problems.SanitizeForMessage(name)}'; give {exchangeNames}"
            );
        return name;
    }

    private static List<T> ReadList<T>(string name, string meaning, SettingReader reader, TryParser<T> tryParse)
    {
        var values = new List<T>();
        foreach (var item in reader.List(name, meaning))
        {
            if (!tryParse(item, out var value, out var error))
                reader.Errors.Add(name, $"{name}: {error}");
            else if (!values.Contains(value))
                values.Add(value);
        }

        return values;
    }

    private delegate bool TryParser<T>(string? text, out T value, out string error);
}
