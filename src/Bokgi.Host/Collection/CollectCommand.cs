using System.CommandLine;
using Bokgi.Host.Platform.Exchanges;
using Spectre.Console;

namespace Bokgi.Host.Collection;

/// <summary><c>bokgi collect</c>: collects candles from an exchange into the lake, in this process.</summary>
internal static class CollectCommand
{
    public static Command Create()
    {
        var options = new CollectOptions();
        var json = new Option<bool>("--json") { Description = "Write only JSON to standard output" };
        var command = new Command(
            "collect",
            "Fetches missing candles from an exchange, newest first. Stored bars are never lost and forming bars are never stored; it can be stopped and restarted at any time."
        );
        options.AddTo(command);
        command.Options.Add(json);
        return command
            .WithExamples(
                "collect --symbols BTC_KRW,ETH_KRW --timeframes 1M,1H --days 30",
                "collect --exchange binance --symbols BTC_USDT --timeframes 1D",
                "collect --symbols '*' --timeframes 1H"
            )
            .RunsAsync(
                (result, shell) =>
                {
                    var (form, quote) = options.Read(result);
                    return RunAsync(form, quote, result.GetValue(json), shell);
                }
            );
    }

    private static async Task<int> RunAsync(CollectionForm form, string? quote, bool asJson, Shell shell)
    {
        using var exchanges = new ExchangeConnections(shell.Settings, shell.Clock, ExchangeCatalogue.Open);
        var lake = new CandleLake(shell.Settings.DataRoot);
        if (quote is not null)
            form = form with { Symbols = await PaidAsync(form, quote, exchanges, shell) };
        var request = new CollectionReader(lake, exchanges, shell.Clock).Read(form);
        var tallies = request.Series.Select(SeriesOutcome.Of).ToList();
        try
        {
            return await TerminalProgress.ShowAsync(
                shell,
                Shell.Say("캔들 수집", "collecting candles"),
                task => CollectAsync(request, tallies, lake, exchanges, task, shell)
            );
        }
        finally
        {
            foreach (var (tally, series) in tallies.Zip(request.Series))
                tally.Newest = series.Newest(lake);
            Write(CollectionOutcome.Of(tallies), asJson, shell);
        }
    }

    private static async Task<int> CollectAsync(
        CollectionRequest request,
        List<SeriesOutcome> tallies,
        CandleLake lake,
        ExchangeConnections exchanges,
        ProgressTask? task,
        Shell shell
    )
    {
        var pieces = new CollectionSplitter(lake, exchanges).Cut(request.Series, request.Span, shell.Cancel);
        var collector = new CandleCollector(lake, exchanges, shell.Clock);
        task?.MaxValue = Math.Max(1, pieces.Sum(each => each.Sum(piece => piece.Bars)));
        foreach (var (tally, own) in tallies.Zip(pieces))
        {
            foreach (var piece in own.TakeWhile(_ => tally.Trouble is null))
                await collector.CollectAsync(piece, tally, task is null ? null : bars => task.Increment(bars), shell.Cancel);
        }

        return tallies.Exists(tally => tally.Trouble is not null) ? ExitCode.Refused : ExitCode.Good;
    }

    private static async Task<string[]> PaidAsync(CollectionForm form, string quote, ExchangeConnections exchanges, Shell shell)
    {
        var errors = new InputErrors();
        if (form.Symbols is { Count: > 0 })
            errors.Add("quote", "--quote cannot be given together with --symbols; leave one of them out");
        var name = ExchangeConnections.Check(form.Exchange ?? ExchangeCatalogue.Default, errors);
        errors.ThrowIfAny();
        var markets = await exchanges.For(name!).MarketsAsync(shell.Cancel);
        string[] paid =
        [
            .. markets
                .Where(market => market.IsTrading && market.Symbol.Quote.Equals(quote, StringComparison.OrdinalIgnoreCase))
                .Select(market => market.Symbol.Code),
        ];
        return paid.Length > 0
            ? paid
            : throw RefusedInputException.Of(
                "quote",
                $"no market of {name} is quoted in '{quote}'; its quote currencies are {string.Join(", ", markets.Select(market => market.Symbol.Quote).Distinct().Order())}"
            );
    }

    private static void Write(CollectionOutcome outcome, bool asJson, Shell shell)
    {
        if (asJson)
            shell.WriteJson(outcome);
        else
            shell.Write(
                outcome.Series,
                new(Shell.Say("종목", "symbol"), series => series.Symbol),
                new(Shell.Say("봉", "timeframe"), series => series.Timeframe),
                Number(Shell.Say("추가", "added"), series => series.Added),
                Number(Shell.Say("정정", "corrected"), series => series.Corrected),
                Number(Shell.Say("동일", "unchanged"), series => series.Unchanged),
                Number(Shell.Say("조회", "requested"), series => series.Asked),
                Number(Shell.Say("무거래", "no trades"), series => series.NoTrade),
                new(Shell.Say("최신 봉", "newest"), series => series.Newest ?? "–"),
                new(Shell.Say("오류", "error"), series => series.Trouble ?? string.Empty)
            );
    }

    private static TextColumn<SeriesOutcome> Number(string heading, Func<SeriesOutcome, long> get) =>
        new(heading, series => get(series).ToString("N0", CultureInfo.InvariantCulture), IsNumber: true);
}
