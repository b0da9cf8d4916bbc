using Bokgi.Host.Platform.Access;
using Hangfire;
using Hangfire.Logging;

namespace Bokgi.Host.Platform.Jobs;

/// <summary>Hangfire's own pages at /jobs: what waits in the queues, and who works on it.</summary>
internal static class JobDashboard
{
    public const string Path = "/jobs";

    // Hangfire's pages load their scripts and styles from here; their charts add styles of their own.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>What the pages ask for every other second, by POST.</summary>
    public const string StatsPath = $"{Path}/stats";

    // Hangfire keeps one place for the log of all its parts in a process, which must not end with the server that was there first; its
    // troubles come to light in tasks anyway.
    public static void Add(IServiceCollection services) =>
        services.AddHangfire(configuration => configuration.UseLogProvider(new SilentLogProvider()));

    /// <summary>Maps the pages; who may see them is said of the result.</summary>
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapHangfireDashboard(
            Path,
            new DashboardOptions
            {
                DashboardTitle = "Bokgi",
                AppPath = null,
                Authorization = [],
                DisplayStorageConnectionString = false,
            }
        );
        pages.Add(endpoint => endpoint.RequestDelegate = Guarded(endpoint.RequestDelegate!));
        return pages.WithMetadata(new PagePolicy(_ => Policy));
    }

    // Hangfire reads a form whether one was sent or not, and numbers of jobs whether they are numbers or not, and fails over both.
    private static RequestDelegate Guarded(RequestDelegate next) =>
        async context =>
        {
            if (!context.Request.HasFormContentType)
                context.Request.Form = FormCollection.Empty;
            try
            {
                await next(context);
            }
            catch (Exception nonsense)
                when (nonsense.GetBaseException() is FormatException or OverflowException && !context.Response.HasStarted)
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
