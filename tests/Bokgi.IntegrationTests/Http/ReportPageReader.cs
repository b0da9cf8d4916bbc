using System.Xml.Linq;

namespace Bokgi.IntegrationTests.Http;

/// <summary>Reads the HTML page of a report with a strict XML parser, and finds figures, settings and tables in it.</summary>
internal sealed class ReportPageReader(string page)
{
    private readonly XElement root = XDocument.Parse(page, LoadOptions.PreserveWhitespace).Root!;

    public string? Language => root.Attribute("lang")?.Value;

    public IEnumerable<XElement> AllElements => root.Descendants();

    public string Text => root.Value;

    /// <summary>The value of the figure with this name.</summary>
    public string Figure(string label) =>
        ElementsNamed("dt")
            .Single(element =>
                element.Value == label
                && element.Ancestors().Any(ancestor => Class(ancestor)?.StartsWith("cards", StringComparison.Ordinal) == true)
            )
            .ElementsAfterSelf()
            .First()
            .Value;

    /// <summary>The value of the setting with this name.</summary>
    public string Setting(string label) =>
        AllElements
            .Single(element => Class(element) == "settings")
            .Descendants()
            .Single(element => element.Name.LocalName == "dt" && element.Value == label)
            .ElementsAfterSelf()
            .First()
            .Value;

    /// <summary>The cells of the rows below the header of the table with this class.</summary>
    public IReadOnlyList<string[]> Rows(string cssClass) =>
        [
            .. AllElements
                .Where(element => element.Name.LocalName == "table" && Class(element) == cssClass)
                .SelectMany(table => table.Descendants().Where(element => element.Name.LocalName == "tbody"))
                .SelectMany(body => body.Elements())
                .Select(row => row.Elements().Select(cell => cell.Value).ToArray()),
        ];

    public IEnumerable<XElement> ElementsNamed(string name) => AllElements.Where(element => element.Name.LocalName == name);

    public IEnumerable<XElement> ElementsOfClass(string cssClass) => AllElements.Where(element => Class(element) == cssClass);

    private static string? Class(XElement element) => element.Attribute("class")?.Value;
}
