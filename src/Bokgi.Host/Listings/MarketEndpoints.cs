namespace Bokgi.Host.Listings;

internal static class MarketEndpoints
{
    public static void AddListings(this IServiceCollection services) => services.AddSingleton<MarketCache>();

    public static void MapListings(this IEndpointRouteBuilder routes)
    {
        var markets = routes.MapGroup("/api/markets").WithTags("markets").ProducesProblem(503);
        markets
            .MapGet(
                "/krw",
                async (MarketCache cache, CancellationToken cancel) => TypedResults.Ok(await MarketList.GetAsync(cache, cancel))
            )
            .Needs(Role.Viewer)
            .WithSummary("Upbit's KRW markets, with their warnings and trading rules")
            .WithDescription(
                "At most an hour old. While the exchange is unavailable, the last known list, with gone_since; 503 if there is none."
            );
        markets
            .MapGet(
                "/krw/tickers",
                async (MarketCache cache, CancellationToken cancel) => TypedResults.Ok(await TickerList.GetAsync(cache, cancel))
            )
            .Needs(Role.Viewer)
            .WithSummary("Current prices of Upbit's KRW markets, most traded first")
            .WithDescription(
                "About a second old. While the exchange is unavailable, the last known prices, with gone_since; 503 if there are none."
            );
    }
}
