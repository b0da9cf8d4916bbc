using Hangfire;
using Hangfire.Logging;

namespace Bokgi.Host.Platform.Jobs;

/// <summary>Hangfire's own pages at /jobs: queued jobs and the servers that process them.</summary>
internal static class JobDashboard
{
    public const string Path = "/jobs";

    // Hangfire's pages load their scripts and styles from this server; their charts add inline styles.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The path that the pages poll with POST every two seconds.</summary>
    public const string StatsPath = $"{Path}/stats";

    // Hangfire has one static log provider per process. The default provider would use the loggers of the process's first server, which
    // fail after that server stops. Nothing is lost without logs, because the errors of jobs are visible in their tasks.
    public static void Add(IServiceCollection services) =>
        services.AddHangfire(configuration => configuration.UseLogProvider(new SilentLogProvider()));

    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapHangfireDashboard(
            Path,
            new DashboardOptions
            {
                DashboardTitle = "Bokgi",
                AppPath = null,
                Authorization = [], // the route needs a role
                DisplayStorageConnectionString = false,
            }
        );
        pages.Add(endpoint => endpoint.RequestDelegate = TolerateMalformedRequests(endpoint.RequestDelegate!));
        return pages.WithMetadata(new PagePolicy(_ => Policy));
    }

    // Hangfire reads a form even if none was sent and parses job ids without checking them; both would throw.
    private static RequestDelegate TolerateMalformedRequests(RequestDelegate next) =>
        async context =>
        {
            if (!context.Request.HasFormContentType)
                context.Request.Form = FormCollection.Empty;
            try
            {
                await next(context);
            }
            catch (Exception malformed)
                when (malformed.GetBaseException() is FormatException or OverflowException && !context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            }
        };

    private sealed class SilentLogProvider : ILogProvider, ILog
    {
        public ILog GetLogger(string name) => this;

        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
    }
}
