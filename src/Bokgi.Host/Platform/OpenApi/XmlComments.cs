using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Bokgi.Host.Platform.OpenApi;

/// <summary>The XML documentation that the compiler writes beside the program; it describes requests and responses to clients.</summary>
internal static partial class XmlComments
{
    private static readonly Lazy<Dictionary<string, XElement>> Members = new(Read);

    public static string? SummaryOf(Type type) => Text(Member($"T:{Name(type)}")?.Element("summary"));

    /// <summary>The summary of a property, or, in a positional record, the description of its parameter.</summary>
    public static string? SummaryOf(PropertyInfo property) =>
        Text(Member($"P:{Name(property.DeclaringType!)}.{property.Name}")?.Element("summary"))
        ?? Text(
            Member($"T:{Name(property.DeclaringType!)}")
                ?.Elements("param")
                .FirstOrDefault(parameter => parameter.Attribute("name")?.Value == property.Name)
        );

    public static JsonNode? Example(Type type) =>
        Member($"T:{Name(type)}")?.Element("example") is { } example ? JsonNode.Parse(example.Value) : null;

    private static XElement? Member(string name) => Members.Value.GetValueOrDefault(name);

    private static string Name(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string? Text(XElement? element)
    {
        if (element is null)
            return null;
        var text = string.Concat(element.Nodes().Select(node => node is XElement inner ? InnerText(inner) : node.ToString()));
        return Whitespace().Replace(text, " ").Trim();
    }

    // A cref is shown as the last part of the name that it refers to, a paramref as its name, and any other element as its text.
    private static string InnerText(XElement element) =>
        element.Attribute("cref")?.Value.Split('.')[^1] ?? element.Attribute("name")?.Value ?? element.Value;

    private static Dictionary<string, XElement> Read()
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{typeof(XmlComments).Assembly.GetName().Name}.xml");
        return File.Exists(path)
            ? XDocument.Load(path).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value)
            : new Dictionary<string, XElement>();
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Whitespace();
}
