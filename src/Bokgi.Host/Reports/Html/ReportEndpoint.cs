using Bokgi.Host.Runs;

namespace Bokgi.Host.Reports.Html;

internal static class ReportEndpoint
{
    public static void Map(RouteGroupBuilder runs) =>
        runs.MapGet("/{runId}/report", Report)
            .Needs(Role.Viewer)
            .LimitsConcurrency()
            .WithSummary("A run as one HTML file to read, print or mail")
            .WithDescription(
                "Figures, equity against buy-and-hold, drawdowns, monthly returns and trades, in one file without scripts or external resources. Inactive symbols are not included."
            )
            .Produces<string>(200, "text/html")
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(410);

    private static async Task<IResult> Report(
        string runId,
        [AsParameters] ReportQuery query,
        RunArchive archive,
        CandleLake lake,
        HttpResponse response,
        CancellationToken cancel
    )
    {
        var language = query.Read();
        if (await archive.OpenAsync(runId) is not { } found)
            return RunEndpoints.RunNotFound(runId);
        var report = await RunReport.ReadAsync(found.Run, found.Files, lake, cancel);
        response.Headers.ContentSecurityPolicy = $"{ReportPage.Policy}; frame-ancestors 'self'";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.Vary = "Accept-Language";
        return new StreamedFile(
            "text/html; charset=utf-8",
            ReportPage.FileName(runId),
            stream => ReportPage.Write(report, language, stream),
            isInline: true
        );
    }
}
