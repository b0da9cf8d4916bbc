using Hangfire;
using Hangfire.Logging;

namespace Bokgi.Host.Platform.Jobs;

/// <summary>Hangfire's own pages at /jobs: what waits in the queues, and who works on it.</summary>
internal static class JobDashboard
{
    public const string Path = "/jobs";

    /// <summary>What the pages ask for every other second, by POST.</summary>
    public const string StatsPath = $"{Path}/stats";

    // Hangfire keeps one place for the log of all its parts in a process, which must not end with the server that was there first; its
    // troubles come to light in tasks anyway.
    public static void Add(IServiceCollection services) =>
        services.AddHangfire(configuration => configuration.UseLogProvider(new SilentLogProvider()));

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

    private sealed class SilentLogProvider : ILogProvider, ILog
    {
        public ILog GetLogger(string name) => this;

        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
    }
}
