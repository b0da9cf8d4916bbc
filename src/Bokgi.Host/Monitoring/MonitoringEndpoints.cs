using Bokgi.Host.Monitoring.Logs;
using Bokgi.Host.Platform.Logging;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Monitoring;

internal static class MonitoringEndpoints
{
    public static void AddMonitoring(this IServiceCollection services) => services.AddSingleton<LogReader>();

    public static void MapMonitoring(this IEndpointRouteBuilder routes)
    {
        var monitoring = routes.MapGroup("/api/v1/monitoring").WithTags("monitoring");
        monitoring
            .MapGet("/logs", Search)
            .Needs(Role.Admin)
            .Describe(
                "Lines of the logs of the server and of workers on this machine, newest first",
                "A search reads at most 200,000 lines; next_before is where the next one continues. Secrets are masked in the files themselves."
            );
        monitoring
            .MapGet("/logs/summary", Summarize)
            .Needs(Role.Admin)
            .Describe(
                "How many lines of each level the logs have, hour by hour, and the most frequent warnings and errors",
                "By default the last 24 hours; the parameter hours changes that."
            );
        monitoring
            .MapGet("/settings", Settings)
            .Needs(Role.Admin)
            .Describe(
                "The settings in effect and where each comes from",
                "The same as bokgi config --json: the whole value of a secret is masked."
            );
    }

    private static Ok<LogPage> Search([AsParameters] LogQuery query, LogReader logs) => TypedResults.Ok(logs.Search(query.Read()));

    private static Ok<LogSummary> Summarize(
        [AsParameters] LogSummaryQuery query,
        LogReader logs,
        LogFolder folder,
        ProcessLog log,
        TimeProvider clock
    )
    {
        var since = LogFields.FormatTime((clock.GetUtcNow() - query.Read()).UtcDateTime);
        return TypedResults.Ok(LogSummary.Of(logs.ReadSince(since), since, folder, log));
    }

    private static Ok<IReadOnlyList<SettingDocument>> Settings(HostSettings settings) => TypedResults.Ok(SettingDocument.All(settings));
}
