namespace Bokgi.Host.Reports.Html;

/// <summary>The language of a report.</summary>
internal enum ReportLanguage
{
    /// <summary>English.</summary>
    En,

    /// <summary>Korean.</summary>
    Ko,
}
