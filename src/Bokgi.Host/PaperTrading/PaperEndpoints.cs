using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Sessions;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.PaperTrading.Verification;
using Bokgi.Host.Platform.Health;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.PaperTrading;

internal static class PaperEndpoints
{
    public static void AddPaperTrading(this IServiceCollection services)
    {
        services.AddSingleton<PaperStore>();
        services.AddSingleton<SessionCommands>();
        services.AddPaperChecks();
        services.AddSingleton<SessionVerifier>();
        services.AddSingleton<SessionService>();
        services.AddSingleton<LiveFeeds>();
        services.AddHostedService<SessionWorker>();
    }

    public static void AddPaperChecks(this IServiceCollection services)
    {
        services.AddSingleton<PaperQueries>();
        services.AddSingleton<IHealthCheck, FeedCheck>();
    }

    public static void MapPaperTrading(this IEndpointRouteBuilder routes)
    {
        var paper = routes.MapGroup("/api/simulation").WithTags("paper trading").ProducesProblem(503);
        SessionControlEndpoints.Map(paper.MapGroup(string.Empty).Needs(Role.Trader));
        SessionReadingEndpoints.Map(paper.MapGroup(string.Empty).Needs(Role.Viewer));
    }

    public static ProblemHttpResult SessionNotFound(string? sessionId) =>
        Problems.NotFound(
            sessionId is null
                ? "there is no paper session yet; POST /api/simulation/start starts one"
                : $"there is no paper session '{Problems.SanitizeForMessage(sessionId)}'; GET /api/simulation/sessions lists them"
        );
}
