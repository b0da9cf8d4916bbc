using System.CommandLine;
using System.Runtime.CompilerServices;
using Bokgi.Host.Platform.Exchanges;
using Symbol = Bokgi.Markets.Symbol;

namespace Bokgi.Host.Listings;

/// <summary><c>bokgi watch</c>: shows an exchange's trades as they happen, and the state of the connection.</summary>
internal static class WatchCommand
{
    public const string Name = "watch";

    public static Command Create()
    {
        var exchange = new Option<string>("--exchange")
        {
            Description = $"Whose: {string.Join(" or ", ExchangeCatalogue.Names)} (default {ExchangeCatalogue.Default})",
            HelpName = "name",
            DefaultValueFactory = _ => ExchangeCatalogue.Default,
        };
        var symbols = new Option<string[]>("--symbols", "--symbol")
        {
            Description = "Markets, such as BTC_KRW,ETH_KRW",
            HelpName = "list",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var candles = TextOption.One("--candles", "length", "Show candles of this length as they close instead of trades, such as 1M");
        var count = NumberOption.Whole("--count", "number", "Ends after so many lines (default: when it is stopped)");
        var command = new Command(
            Name,
            "Shows trades as they happen. A connection that breaks is made again, and what was missed is fetched."
        )
        {
            exchange,
            symbols,
            candles,
            count,
        };
        return command
            .WithExamples("watch --symbols BTC_KRW,ETH_KRW", "watch --exchange binance --symbols BTC_USDT --count 10")
            .RunsAsync(
                (result, shell) =>
                    RunAsync(
                        result.GetValue(exchange)!,
                        result.GetValue(symbols) ?? [],
                        result.GetValue(candles),
                        result.GetValue(count),
                        shell
                    )
            );
    }

    private static async Task<int> RunAsync(string exchange, string[] names, string? length, int? count, Shell shell)
    {
        var errors = new InputErrors();
        var timeframe = SeriesNames.Timeframe(length, errors, "candles");
        ExchangeConnections.Check(exchange, errors);
        if (count < 1)
            errors.Add("count", $"--count cannot be {count}; give 1 or more");
        var symbols = new HashSet<Symbol>();
        foreach (var name in names.SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (Symbol.TryParse(name, out var symbol, out var error))
                symbols.Add(symbol);
            else
                errors.Add("symbols", error);
        }

        if (symbols.Count == 0 && !errors.Any)
            errors.Add("symbols", "--symbols is empty; name at least one, such as BTC_KRW");
        errors.ThrowIfAny();
        using var exchanges = new ExchangeConnections(shell.Settings, shell.Clock, ExchangeCatalogue.Open);
        await WatchAsync(exchanges.For(exchange), [.. symbols], timeframe, count ?? int.MaxValue, shell);
        return ExitCode.Good;
    }

    private static async Task WatchAsync(IExchange exchange, Symbol[] symbols, Timeframe? timeframe, int count, Shell shell)
    {
        var candles = timeframe is null ? null : new LiveCandles(timeframe);
        await foreach (var message in exchange.StreamTradesAsync(symbols, shell.Cancel))
        {
            if (message is not FeedMessage.Traded)
                shell.Error.WriteLine(Told(message));
            foreach (var line in candles?.Take(message) ?? (message is FeedMessage.Traded { Trade: var trade } ? [Line(trade)] : []))
            {
                shell.Out.WriteLine(line);
                if (--count == 0)
                    return;
            }
        }
    }

    private static string Line(ExchangeTrade trade) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{UnixTime.Format(trade.TimeUtc)}  {trade.Symbol}  {(trade.IsBuy ? "buy " : "sell")}  {trade.Price} × {trade.Quantity}"
        );

    private static string Told(FeedMessage message) =>
        message switch
        {
            FeedMessage.Connected => Shell.Say("연결되었습니다", "connected"),
            FeedMessage.Disconnected { Reason: var reason } =>
                $"{Shell.Say("연결이 끊겨 다시 연결합니다", "the connection broke and is made again")}: {reason}",
            FeedMessage.Missed { Symbol: var symbol, Range: var range } =>
                $"{symbol} {UnixTime.Format(range.StartUtc)} … {UnixTime.Format(range.EndUtc)}: {Shell.Say("놓친 체결이 너무 많습니다. 캔들로 알 수 있습니다", "too many trades were missed; the candles tell")}",
            _ => throw new SwitchExpressionException(message),
        };
}
