namespace Bokgi.Host.Listings;

internal static class MarketEndpoints
{
    public static void AddListings(this IServiceCollection services) => services.AddSingleton<MarketCache>();

    public static void MapListings(this IEndpointRouteBuilder routes)
    {
        var markets = routes.MapGroup("/api/markets").WithTags("markets").ProducesProblem(503);
        markets
            .MapGet("/krw", async (MarketCache book, CancellationToken cancel) => TypedResults.Ok(await MarketList.OfAsync(book, cancel)))
            .Needs(Role.Viewer)
            .WithSummary("Upbit's markets in won, with its warnings and rules")
            .WithDescription(
                "At most an hour old; while the exchange is away as it told them last, with since when. 503 when it never did."
            );
        markets
            .MapGet(
                "/krw/tickers",
                async (MarketCache book, CancellationToken cancel) => TypedResults.Ok(await TickerList.OfAsync(book, cancel))
            )
            .Needs(Role.Viewer)
            .WithSummary("Present prices of Upbit's markets in won, the most traded one first")
            .WithDescription("A second old; while the exchange is away as it told them last, with since when. 503 when it never did.");
    }
}
