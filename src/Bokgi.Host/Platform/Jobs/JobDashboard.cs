using Hangfire;

namespace Bokgi.Host.Platform.Jobs;

/// <summary>Hangfire's own pages at /jobs: what waits in the queues, and who works on it.</summary>
internal static class JobDashboard
{
    public const string Path = "/jobs";

    /// <summary>What the pages ask for every other second, by POST.</summary>
    public const string StatsPath = $"{Path}/stats";

    public static void Add(IServiceCollection services) => services.AddHangfire(_ => { });

    /// <summary>Maps the pages; who may see them is said of the result.</summary>
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder routes) =>
        routes.MapHangfireDashboard(
            Path,
            new DashboardOptions
            {
                DashboardTitle = "Bokgi",
                AppPath = null,
                Authorization = [],
                DisplayStorageConnectionString = false,
            }
        );
}
