using System.CommandLine;
using System.Runtime.CompilerServices;
using Bokgi.Host.Platform.Exchanges;
using Symbol = Bokgi.Markets.Symbol;

namespace Bokgi.Host.Listings;

internal static class WatchCommand
{
    public const string Name = "watch";

    public static Command Create()
    {
        var exchange = new Option<string>("--exchange")
        {
            Description = $"Exchange: {string.Join(" or ", ExchangeCatalogue.Names)} (default {ExchangeCatalogue.Default})",
            HelpName = "name",
            DefaultValueFactory = _ => ExchangeCatalogue.Default,
        };
        var symbols = TextOption.List("--symbols", "list", "Markets, such as BTC_KRW,ETH_KRW", "--symbol");
        symbols.Required = true;
        var candles = TextOption.Single("--candles", "length", "Show candles of this length as they close instead of trades, such as 1M");
        var count = NumberOption.Integer("--count", "number", "Stop after this many lines (default: never)");
        return new Command(
            Name,
            "Shows trades as they happen. Reconnects after a broken connection, and fetches the trades missed meanwhile."
        )
            .With(exchange, symbols, candles, count)
            .WithExamples("watch --symbols BTC_KRW,ETH_KRW", "watch --exchange binance --symbols BTC_USDT --count 10")
            .RunsAsync(
                (result, shell) =>
                {
                    var symbolLists = result.GetValue(symbols) ?? [];
                    return RunAsync(result.GetValue(exchange)!, symbolLists, result.GetValue(candles), result.GetValue(count), shell);
                }
            );
    }

    private static async Task<int> RunAsync(string exchange, string[] symbolLists, string? candleLength, int? count, Shell shell)
    {
        var errors = new InputErrors();
        var timeframe = MarketParameters.ParseTimeframe(candleLength, errors, "candles");
        ExchangeConnections.CheckName(exchange, errors);
        if (count < 1)
            errors.Add("count", $"--count cannot be {count}; give 1 or more");
        Symbol[] symbols =
        [
            .. symbolLists
                .SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries))
                .Select(name => MarketParameters.ParseSymbol(name, errors, "symbols"))
                .OfType<Symbol>()
                .Distinct(),
        ];
        if (symbols.Length == 0 && !errors.Any)
            errors.Add("symbols", "--symbols is empty; name at least one, such as BTC_KRW");
        errors.ThrowIfAny();
        using var exchanges = new ExchangeConnections(shell.Settings, shell.Clock, ExchangeCatalogue.Open);
        var candles = timeframe is null ? null : new LiveCandles(timeframe);
        await foreach (var message in exchanges.GetOrOpen(exchange).StreamTradesAsync(symbols, shell.Cancel))
        {
            if (message is not FeedMessage.Traded)
                shell.Error.WriteLine(Describe(message));
            foreach (var line in FormatLines(message, candles))
            {
                shell.Out.WriteLine(line);
                count--;
                if (count == 0)
                    return ExitCode.Success;
            }
        }

        return ExitCode.Success;
    }

    private static IEnumerable<string> FormatLines(FeedMessage message, LiveCandles? candles)
    {
        if (candles is not null)
            return candles.Process(message);
        return message is FeedMessage.Traded { Trade: var trade } ? [FormatLine(trade)] : [];
    }

    private static string FormatLine(ExchangeTrade trade) =>
        $"{UnixTime.Format(trade.TimeUtc)}  {trade.Symbol}  {(trade.IsBuy ? "buy " : "sell")}  {trade.Price} × {trade.Quantity}";

    private static string Describe(FeedMessage message) =>
        message switch
        {
            FeedMessage.Connected => Shell.Localize("연결되었습니다", "connected"),
            FeedMessage.Disconnected { Reason: var reason } =>
                $"{Shell.Localize("연결이 끊겨 다시 연결합니다", "the connection broke; reconnecting")}: {reason}",
            FeedMessage.Missed { Symbol: var symbol, Range: var range } =>
                $"{symbol} {UnixTime.Format(range.StartUtc)} … {UnixTime.Format(range.EndUtc)}: {Shell.Localize("놓친 체결이 너무 많습니다. 캔들에서 확인하세요", "too many trades were missed; see the candles instead")}",
            _ => throw new SwitchExpressionException(message),
        };
}
