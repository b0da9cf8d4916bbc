namespace Bokgi.Host.Reports.Html;

internal enum ReportLanguage
{
    En,
    Ko,
}
