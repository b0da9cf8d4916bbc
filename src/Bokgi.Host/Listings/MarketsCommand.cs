using System.CommandLine;
using Bokgi.Host.Platform.Exchanges;

namespace Bokgi.Host.Listings;

internal static class MarketsCommand
{
    public static Command Create()
    {
        var warned = new Option<bool>("--warned") { Description = "Only markets with a warning or caution of the exchange" };
        var json = new Option<bool>("--json") { Description = "Print only JSON to standard output" };
        return new Command("markets", "Lists Upbit's KRW markets; while Upbit is unavailable, the last known list.")
            .With(warned, json)
            .WithExamples("markets --warned", "markets --json")
            .RunsAsync((result, shell) => RunAsync(result.GetValue(warned), result.GetValue(json), shell));
    }

    private static async Task<int> RunAsync(bool onlyWarned, bool asJson, Shell shell)
    {
        using var exchanges = new ExchangeConnections(shell.Settings, shell.Clock, ExchangeCatalogue.Open);
        using var cache = new MarketCache(exchanges, shell.Settings, shell.Clock);
        var list = await MarketList.GetAsync(cache, shell.Cancel);
        if (onlyWarned)
        {
            MarketDocument[] warnedMarkets = [.. list.Markets.Where(market => market.HasWarning || market.Cautions.Count > 0)];
            list = list with { Markets = warnedMarkets, TotalCount = warnedMarkets.Length };
        }

        if (list.GoneSince is not null)
            shell.Warn(
                Shell.Localize(
                    $"거래소가 응답하지 않습니다({list.GoneSince}부터). {list.AsOf} 기준 목록을 표시합니다",
                    $"the exchange does not answer (since {list.GoneSince}); this is the list of {list.AsOf}"
                )
            );
        if (asJson)
            shell.WriteJson(list);
        else
            shell.Write(
                list.Markets,
                new(Shell.Localize("종목", "symbol"), market => market.Symbol),
                new(Shell.Localize("이름", "name"), market => Shell.Localize(market.KoreanName, market.EnglishName)),
                new(
                    Shell.Localize("호가 단위", "price step"),
                    market => market.PriceStep?.ToString(CultureInfo.InvariantCulture) ?? "–",
                    IsNumber: true
                ),
                new(Shell.Localize("유의", "warning"), market => string.Join(", ", ListWarnings(market)))
            );
        return ExitCode.Success;
    }

    private static IEnumerable<string> ListWarnings(MarketDocument market)
    {
        if (!market.IsTrading)
            yield return Shell.Localize("거래 중지", "not traded");
        if (market.HasWarning)
            yield return Shell.Localize("! 투자유의", "! warned");
        foreach (var caution in market.Cautions)
            yield return caution;
    }
}
