using System.Xml.Linq;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>An error with the code and status that S3 returns (Amazon S3 API Reference, "Error responses").</summary>
internal sealed class S3Error(string code, int status, string message, params (string Name, string Value)[] details) : Exception(message)
{
    public int Status { get; } = status;

    public static S3Error AccessDenied(string message, params (string Name, string Value)[] details) =>
        new("AccessDenied", 403, message, details);

    public static S3Error InvalidArgument(string message) => new("InvalidArgument", 400, message);

    public static S3Error InvalidRequest(string message) => new("InvalidRequest", 400, message);

    public static S3Error BadDigest(string name) =>
        new("BadDigest", 400, $"The {name} you specified did not match the calculated checksum.");

    public static S3Error NoSuchKey(string key) => new("NoSuchKey", 404, "The specified key does not exist.", ("Key", key));

    public static S3Error NoSuchUpload(string id) =>
        new(
            "NoSuchUpload",
            404,
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
            ("UploadId", id)
        );

    public static S3Error InvalidPart(int number) =>
        new(
            "InvalidPart",
            400,
            "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
            ("PartNumber", $"{number}")
        );

    public static S3Error SlowDown() => new("SlowDown", 503, "Please reduce your request rate.");

    public XElement ToXml(string resource, string requestId) =>
        new(
            "Error",
            new XElement("Code", code),
            new XElement("Message", Message),
            details.Select(detail => new XElement(detail.Name, detail.Value)),
            new XElement("Resource", resource),
            new XElement("RequestId", requestId),
            new XElement("HostId", "bokgi-tests")
        );
}
