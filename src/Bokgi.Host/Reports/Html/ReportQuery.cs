using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Bokgi.Host.Reports.Html;

/// <summary>The options of a report.</summary>
internal sealed record ReportQuery
{
    [FromQuery(Name = "lang"), DocumentedValues(typeof(ReportLanguage))]
    [Description("The language (default: that of Accept-Language, else English)")]
    public string? Language { get; init; }

    [FromHeader(Name = "Accept-Language"), Description("The preferred languages")]
    public string? AcceptLanguage { get; init; }

    public ReportLanguage Read()
    {
        var errors = new InputErrors();
        var language = WireNames.Read(Language, PreferredLanguage(), "lang", errors);
        errors.ThrowIfAny();
        return language;
    }

    private ReportLanguage PreferredLanguage()
    {
        if (!StringWithQualityHeaderValue.TryParseList([AcceptLanguage ?? string.Empty], out var accepted))
            return ReportLanguage.En;
        var known = accepted
            .OrderByDescending(each => each.Quality ?? 1)
            .Select(each => each.Value.Value!.Split('-')[0])
            .FirstOrDefault(each => each is "ko" or "en");
        return known == "ko" ? ReportLanguage.Ko : ReportLanguage.En;
    }
}
