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
            form = form with { Symbols = await FindMarketsQuotedInAsync(form, quote, exchanges, shell) };
        var request = new CollectionReader(lake, exchanges, shell.Clock).Read(form);
        var outcomes = request.Series.Select(SeriesOutcome.Of).ToList();
        try
        {
            return await TerminalProgress.ShowAsync(
                shell,
                Shell.Localize("캔들 수집", "collecting candles"),
                task => CollectAsync(request, outcomes, lake, exchanges, task, shell)
            );
        }
        finally
        {
            foreach (var (outcome, series) in outcomes.Zip(request.Series))
                outcome.Newest = series.NewestTime(lake);
            Write(CollectionOutcome.Of(outcomes), asJson, shell);
        }
    }

    private static async Task<int> CollectAsync(
        CollectionRequest request,
        List<SeriesOutcome> outcomes,
        CandleLake lake,
        ExchangeConnections exchanges,
        ProgressTask? task,
        Shell shell
    )
    {
        var piecesOfAllSeries = new CollectionSplitter(lake, exchanges).Cut(request.Series, request.Span, shell.Cancel);
        var collector = new CandleCollector(lake, exchanges, shell.Clock);
        task?.MaxValue = Math.Max(1, piecesOfAllSeries.Sum(seriesPieces => seriesPieces.Sum(piece => piece.Bars)));
        foreach (var (outcome, seriesPieces) in outcomes.Zip(piecesOfAllSeries))
        {
            foreach (var piece in seriesPieces.TakeWhile(_ => outcome.Trouble is null))
                await collector.CollectAsync(piece, outcome, task is null ? null : bars => task.Increment(bars), shell.Cancel);
        }

        return outcomes.Exists(outcome => outcome.Trouble is not null) ? ExitCode.ProblemsFound : ExitCode.Success;
    }

    private static async Task<string[]> FindMarketsQuotedInAsync(
        CollectionForm form,
        string quote,
        ExchangeConnections exchanges,
        Shell shell
    )
    {
        var errors = new InputErrors();
        if (form.Symbols is { Count: > 0 })
            errors.Add("quote", "--quote cannot be given together with --symbols; leave one of them out");
        var name = ExchangeConnections.CheckName(form.Exchange ?? ExchangeCatalogue.Default, errors);
        errors.ThrowIfAny();
        var markets = await exchanges.GetOrOpen(name!).MarketsAsync(shell.Cancel);
        string[] codes =
        [
            .. markets
                .Where(market => market.IsTrading && market.Symbol.Quote.Equals(quote, StringComparison.OrdinalIgnoreCase))
                .Select(market => market.Symbol.Code),
        ];
        return codes.Length > 0
            ? codes
            : throw InvalidInputException.ForField(
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
                new(Shell.Localize("종목", "symbol"), series => series.Symbol),
                new(Shell.Localize("봉", "timeframe"), series => series.Timeframe),
                Number(Shell.Localize("추가", "added"), series => series.Added),
                Number(Shell.Localize("정정", "corrected"), series => series.Corrected),
                Number(Shell.Localize("동일", "unchanged"), series => series.Unchanged),
                Number(Shell.Localize("조회", "requested"), series => series.Asked),
                Number(Shell.Localize("무거래", "no trades"), series => series.NoTrade),
                new(Shell.Localize("최신 봉", "newest"), series => series.Newest ?? "–"),
                new(Shell.Localize("오류", "error"), series => series.Trouble ?? string.Empty)
            );
    }

    private static TextColumn<SeriesOutcome> Number(string heading, Func<SeriesOutcome, long> get) =>
        new(heading, series => get(series).ToString("N0", CultureInfo.InvariantCulture), IsNumber: true);
}
