using System.CommandLine;
using System.Text.Json;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Exchanges;
using Bokgi.Host.Platform.Json;
using Bokgi.MarketData.Exchanges;
using Bokgi.MarketData.Lake;

namespace Bokgi.Host.Collection;

/// <summary><c>bokgi collect</c>: collects candles from an exchange into the lake, in this process.</summary>
internal static class CollectCommand
{
    public static Command Create()
    {
        var options = new CollectOptions();
        var json = new Option<bool>("--json") { Description = "The outcome as JSON, alone on standard output" };
        var command = new Command(
            "collect",
            "Fetches candles of an exchange: what is missing, the newest first. Stored bars are never lost, forming ones never stored; it may be stopped and begun again at any time."
        );
        options.AddTo(command);
        command.Options.Add(json);
        return command
            .WithExamples(
                "collect --symbols BTC_KRW,ETH_KRW --timeframes 1M,1H --days 30",
                "collect --exchange binance --symbols BTC_USDT --timeframes 1D",
                "collect --symbols '*' --timeframes 1H"
            )
            .Runs(
                (result, shell) =>
                {
                    var (form, quote) = options.Read(result);
                    return Run(form, quote, result.GetValue(json), shell);
                }
            );
    }

    private static int Run(CollectionForm form, string? quote, bool asJson, Shell shell)
    {
        using var exchanges = new ExchangeConnections(shell.Settings, shell.Clock, ExchangeCatalogue.Open);
        var lake = new CandleLake(shell.Settings.DataRoot);
        if (quote is not null)
            form = form with { Symbols = Paid(form, quote, exchanges, shell) };
        var plan = new CollectionReader(lake, exchanges, shell.Clock).Read(form);
        var tallies = plan.Series.Select(series => new SeriesProgress(series)).ToList();
        try
        {
            CollectionProgress.Show(shell, progress => Collect(plan, tallies, lake, exchanges, progress, shell));
        }
        finally
        {
            Write(CollectionOutcome.Of([.. tallies.Select(tally => SeriesOutcome.Of(tally, lake))]), asJson, shell);
        }

        return tallies.Exists(tally => tally.Trouble is not null) ? ExitCode.Refused : ExitCode.Good;
    }

    private static void Collect(
        CollectionPlan plan,
        List<SeriesProgress> tallies,
        CandleLake lake,
        ExchangeConnections exchanges,
        CollectionProgress? progress,
        Shell shell
    )
    {
        var pieces = new CollectionSplitter(lake, exchanges).Cut(plan.Series, plan.Wish, shell.Cancel);
        var collector = new CandleCollector(lake, exchanges, shell.Clock);
        progress?.Begin(pieces.Sum(each => each.Sum(piece => piece.Bars)));
        foreach (var (tally, own) in tallies.Zip(pieces))
        {
            foreach (var piece in own.TakeWhile(_ => tally.Trouble is null))
                collector.CollectAsync(piece, tally, progress is null ? null : progress.Advance, shell.Cancel).GetAwaiter().GetResult();
        }
    }

    private static string[] Paid(CollectionForm form, string quote, ExchangeConnections exchanges, Shell shell)
    {
        var errors = new InputErrors();
        if (form.Symbols is { Count: > 0 })
            errors.Add("quote", "--quote cannot be given together with --symbols; leave one of them out");
        var name = ExchangeName.Check(form.Exchange ?? ExchangeCatalogue.Default, errors);
        errors.ThrowIfAny();
        var markets = exchanges.For(name!).MarketsAsync(shell.Cancel).GetAwaiter().GetResult();
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
                $"no market of {name} is paid with '{quote}'; there are {string.Join(", ", markets.Select(market => market.Symbol.Quote).Distinct().Order())}"
            );
    }

    private static void Write(CollectionOutcome outcome, bool asJson, Shell shell)
    {
        if (asJson)
            shell.Out.WriteLine(JsonSerializer.Serialize(outcome, JsonFormat.Options));
        else
            CollectionTable.Write(outcome, shell);
    }
}
