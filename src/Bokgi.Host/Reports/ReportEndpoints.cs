using Bokgi.Host.Reports.Charts;
using Bokgi.Host.Reports.Comparison;
using Bokgi.Host.Reports.Explain;
using Bokgi.Host.Reports.Html;
using Bokgi.Host.Runs;

namespace Bokgi.Host.Reports;

internal static class ReportEndpoints
{
    public static void AddReports(this IServiceCollection services) => services.AddSingleton<CandleFingerprints>();

    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        var runs = RunEndpoints.Group(routes);
        ChartEndpoints.Map(runs);
        CompareEndpoint.Map(runs);
        ExplainEndpoint.Map(runs);
        ReportEndpoint.Map(runs);
    }
}
