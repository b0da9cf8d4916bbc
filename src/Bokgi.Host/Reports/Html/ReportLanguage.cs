namespace Bokgi.Host.Reports.Html;

/// <summary>The language of a report.</summary>
internal enum ReportLanguage
{
    En,
    Ko,
}
