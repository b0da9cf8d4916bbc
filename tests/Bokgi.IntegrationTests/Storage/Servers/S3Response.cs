using System.Xml.Linq;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>A response, with its headers and with XML or a range of a file as its body.</summary>
internal sealed record S3Response(int Status = 200)
{
    private static readonly XNamespace S3Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public XElement? Xml { get; init; }

    /// <summary>The range of the file that is the body.</summary>
    public (string Path, long Offset, long Length)? File { get; init; }

    /// <summary>An XML document in S3's namespace.</summary>
    public static S3Response FromXml(XElement document)
    {
        foreach (var element in document.DescendantsAndSelf())
            element.Name = S3Namespace + element.Name.LocalName;
        return new() { Xml = document };
    }

    /// <summary>Sets a header, unless the value is null, and returns this response.</summary>
    public S3Response SetHeader(string name, string? value)
    {
        if (value is not null)
            Headers[name] = value;
        return this;
    }
}
