using System.Xml.Linq;

namespace Bokgi.IntegrationTests.Http;

/// <summary>Reads a report with a strict XML parser.</summary>
internal sealed class ReportPageReader(string page)
{
    private readonly XElement root = XDocument.Parse(page, LoadOptions.PreserveWhitespace).Root!;

    public string? Language => root.Attribute("lang")?.Value;

    public IEnumerable<XElement> AllElements => root.Descendants();

    public string Text => root.Value;

    /// <summary>The value of the figure with this name.</summary>
    public string Figure(string label) =>
        ElementsNamed("dt")
            .Single(each =>
                each.Value == label
                && each.Ancestors().Any(ancestor => Class(ancestor)?.StartsWith("cards", StringComparison.Ordinal) == true)
            )
            .ElementsAfterSelf()
            .First()
            .Value;

    /// <summary>The value of the setting with this name.</summary>
    public string Setting(string label) =>
        AllElements
            .Single(each => Class(each) == "settings")
            .Descendants()
            .Single(each => each.Name.LocalName == "dt" && each.Value == label)
            .ElementsAfterSelf()
            .First()
            .Value;

    /// <summary>The cells of the rows below the header of the table with this class.</summary>
    public IReadOnlyList<string[]> Rows(string cssClass) =>
        [
            .. AllElements
                .Where(each => each.Name.LocalName == "table" && Class(each) == cssClass)
                .SelectMany(table => table.Descendants().Where(each => each.Name.LocalName == "tbody"))
                .SelectMany(body => body.Elements())
                .Select(row => row.Elements().Select(cell => cell.Value).ToArray()),
        ];

    public IEnumerable<XElement> ElementsNamed(string name) => AllElements.Where(each => each.Name.LocalName == name);

    public IEnumerable<XElement> ElementsOfClass(string cssClass) => AllElements.Where(each => Class(each) == cssClass);

    private static string? Class(XElement element) => element.Attribute("class")?.Value;
}
