using System.Security.Cryptography;
using System.Text;

namespace Bokgi.Host.Reports.Html;

/// <summary>Writes a report as one HTML file. The file has no scripts or external resources, and is also well-formed XML.</summary>
internal static class ReportPage
{
    private const int BufferCharacters = 1 << 15;
    private const int ShortIdLength = 13; // these characters of a version 7 UUID are its timestamp in milliseconds

    private static readonly string Style = ReadStyle();

    /// <summary>The Content-Security-Policy, which allows nothing but the page's own style sheet.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "form-action 'none'; base-uri 'none'";

    public static string FileName(string runId) => $"bokgi-report-{(runId.Length > ShortIdLength ? runId[..ShortIdLength] : runId)}.html";

    public static void Write(RunReport report, ReportLanguage language, Stream stream)
    {
        using var writer = new StreamWriter(
            stream,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            BufferCharacters,
            leaveOpen: true
        );
        var html = new HtmlWriter(writer, language);
        html.Write(
            $"<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"{(language == ReportLanguage.Ko ? "ko" : "en")}\">\n<head>\n"
        );
        html.Write($"<meta charset=\"utf-8\" />\n<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\" />\n");
        html.Write($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n");
        html.Write($"<title>{report.Run.Strategy} {report.Run.Timeframe} · {ReportTexts.Kicker} · Bokgi</title>\n<style>");
        writer.Write(Style);
        html.Write($"</style>\n</head>\n<body>\n");
        HeadSection.Write(report, html);
        FigureSection.Write(report, html);
        CurveSection.Write(report, html);
        MonthSection.Write(report, html);
        TradeSection.WriteSummary(report, html);
        SymbolSection.Write(report, html);
        HeadSection.WriteSettings(report, html);
        QualitySection.Write(report, html);
        TradeSection.WriteList(report, html);
        html.Write($"<footer><p>{ReportTexts.Footer} {ReportTexts.Zone}</p></footer>\n</body>\n</html>\n");
    }

    private static string ReadStyle()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
