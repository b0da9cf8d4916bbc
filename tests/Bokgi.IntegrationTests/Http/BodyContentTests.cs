using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Bokgi.Host.Platform.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Shouldly;
using Xunit;
using static Bokgi.IntegrationTests.Http.BodyRequests;

namespace Bokgi.IntegrationTests.Http;

/// <summary>Bodies that are read and then rejected for their content.</summary>
public sealed class BodyContentTests : IDisposable
{
    private readonly HttpServer server = new();

    public void Dispose() => server.Dispose();

    [Theory]
    [InlineData("gzip", 415)]
    [InlineData("br, gzip", 415)]
    [InlineData("nonsense", 415)]
    [InlineData("identity", 422)]
    public void Body_WithAContentEncoding_IsRefusedUnlessItIsIdentity(string encoding, int status)
    {
        foreach (var (method, path) in Routes(server).Select(route => (route.Method, route.Path)))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Content = new ByteArrayContent(encoding == "gzip" ? Gzip("{}") : "{\"no_field\":1}"u8.ToArray());
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
            server
                .Send(request)
                .ShouldBeProblem(status, status == 415 ? "has a Content-Encoding, and this server decodes none" : "no_field");
        }
    }

    [Fact]
    public void Body_InvalidUtf8_IsRefusedNamingTheByte() =>
        Send(server, "POST", RunPath, [.. "{\"strategy\":\""u8, 0xFF, .. "\"}"u8], isChunked: false)
            .ShouldBeProblem(422, "the body is not valid UTF-8: byte 14, 0xFF, is not part of a character; send text in UTF-8", "body");

    [Fact]
    public void Body_WithHalfASurrogatePair_NamesItsField() =>
        server
            .Send(HttpMethod.Post, RunPath, """{"strategy":"\ud800"}""")
            .ShouldBeProblem(422, "strategy contains half a surrogate pair", "strategy");

    [Fact]
    public void Body_WithManyErrors_ListsTwentyAndCountsTheRest()
    {
        var unknownFields = server.Send(
            HttpMethod.Post,
            RunPath,
            "{" + string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"x{i}\":0")) + "}"
        );
        var unknownParameters = server.Send(
            HttpMethod.Post,
            RunPath,
            ValidBody($"{{{string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"x{i}\":0"))}}}")
        );

        foreach (var (answer, unlistedCount) in ((HttpAnswer, int)[])[(unknownFields, 19_980), (unknownParameters, 80)])
        {
            answer.ShouldBeProblem(422, $"; and {unlistedCount} more");
            answer["errors"].EnumerateObject().Count().ShouldBe(20);
            answer.Body.Length.ShouldBeLessThan(20_000);
        }
    }

    [Theory]
    [InlineData(17, "nested more than 16 levels deep")]
    [InlineData(100_000, "nested more than 16 levels deep")]
    public void Body_TooDeep_IsRefused(int levels, string detail) =>
        server.Send(HttpMethod.Post, RunPath, new string('[', levels)).ShouldBeProblem(422, detail, "body");

    [Fact]
    public void Body_WithTooManyFieldsOrTooLongAName_IsRefused()
    {
        server
            .Send(HttpMethod.Post, RunPath, ValidBody($"{{{string.Join(',', Enumerable.Range(0, 20_001).Select(i => $"\"x{i}\":0"))}}}"))
            .ShouldBeProblem(422, "the body has more than 20000 fields, items of lists included; send fewer", "body");
        server
            .Send(HttpMethod.Post, RunPath, ValidBody($"{{\"{new string('x', 129)}\":0}}"))
            .ShouldBeProblem(422, "the body has a name of more than 128 characters", "body");
        server
            .Send(HttpMethod.Post, RunPath, ValidBody($"{{\"{new string('x', 128)}\":0}}"))
            .ShouldBeProblem(422, "there is no parameter 'xxxx");
    }

    [Theory]
    [InlineData("strategy")]
    [InlineData("timeframe")]
    [InlineData("costs")]
    [InlineData("execution")]
    [InlineData("start_date")]
    [InlineData("description")]
    public void Body_WithAVeryLongText_IsNotEchoed(string field)
    {
        var answer = server.Send(HttpMethod.Post, RunPath, $"{{\"{field}\":\"{new string('x', 1_000_000)}\"}}");

        answer.Status.ShouldBe(422);
        answer.Body.Length.ShouldBeLessThan(10_000);
    }

    // X in a body stands for the list of items, and # in an item for the number of the item. 19,000 items are fewer than the 20,000 fields
    // that any body may have, so the request is refused for the limit of the list itself.
    [Theory]
    [InlineData(
        "/api/simulation/start",
        """{"symbols":[X],"strategies":{}}""",
        "\"S#_KRW\"",
        19_000,
        "symbols names 19000 markets; give at most 1000"
    )]
    [InlineData(
        "/api/simulation/start",
        """{"symbols":["BTC_KRW"],"strategies":{"BTC_KRW":[X]}}""",
        "{}",
        19_000,
        "19000 pairs of symbol and strategy are too many"
    )]
    [InlineData(
        "/api/simulation/start",
        """{"symbols":["BTC_KRW"],"strategies":{X}}""",
        "\"S#_KRW\":[]",
        19_000,
        "19000 pairs of symbol and strategy are too many"
    )]
    [InlineData(
        "/api/data/collect",
        """{"symbols":["BTC_KRW"],"timeframes":[X]}""",
        "\"1M\"",
        19_000,
        "timeframes names 19000; there are only"
    )]
    [InlineData(
        RunPath,
        """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-02","overrides":{X}}""",
        "\"S#_KRW\":{}",
        19_000,
        "overrides names 19000 markets; give at most 1000"
    )]
    [InlineData(
        RunPath,
        """{"strategy":"volume_long_candle","params":{X}}""",
        "\"p#\":0",
        19_000,
        "params has 19000 names; give at most 100"
    )]
    [InlineData(
        "/api/simulation/start",
        """{"strategies":{"BTC_KRW":[{"name":"volume_long_candle","params":{X}}]}}""",
        "\"p#\":0",
        101,
        "strategies.BTC_KRW[0].params has 101 names; give at most 100"
    )]
    public void Body_WithAVeryLongList_IsRefusedForItsLength(string path, string body, string item, int count, string detail)
    {
        var items = string.Join(',', Enumerable.Range(0, count).Select(i => item.Replace("#", $"{i}", StringComparison.Ordinal)));

        server.Send(HttpMethod.Post, path, body.Replace("X", items, StringComparison.Ordinal)).ShouldBeProblem(422, detail);
    }

    // By default, ASP.NET Core reads a form of at most 1,024 values, whose names have at most 2,048 characters. The body repeats "ax", which is
    // one long name, or "a&", which is 20,000 values.
    [Theory]
    [InlineData("x", "application/json")]
    [InlineData("x", "multipart/form-data")]
    [InlineData("x", "multipart/form-data; boundary=b")]
    [InlineData("&", "application/x-www-form-urlencoded")]
    public void Form_ThatCannotBeRead_IsRefused(string character, string contentType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/jobs/recurring/trigger");
        request.Content = new StringContent(string.Concat(Enumerable.Repeat($"a{character}", 20_000)));
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        server.Send(request).ShouldBeProblem(415, "the body is not a form that this server can read");
    }

    [Fact]
    public void EveryBody_AnyField_HasATypeThatJsonDiagnosisKnows()
    {
        var unsupportedTypes = BodyTypes(server)
            .SelectMany(type => LeafTypes(type, []))
            .Distinct()
            .Except([typeof(string), typeof(bool), typeof(int), typeof(double), typeof(System.Text.Json.JsonElement)]);

        unsupportedTypes.ShouldBeEmpty("JsonDiagnosis.CanBe decides about each");
    }

    private static IEnumerable<Type> LeafTypes(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            return [];
        var info = JsonFormat.Compact.GetTypeInfo(type);
        info.Properties.Count.ShouldBeLessThanOrEqualTo(64, "JsonDiagnosis has one bit of a ulong for each field");
        return info.Kind switch
        {
            System.Text.Json.Serialization.Metadata.JsonTypeInfoKind.Object => info.Properties.SelectMany(field =>
                LeafTypes(field.PropertyType, seen)
            ),
            System.Text.Json.Serialization.Metadata.JsonTypeInfoKind.None => [Nullable.GetUnderlyingType(type) ?? type],
            _ => LeafTypes(info.ElementType!, seen),
        };
    }

    private static IEnumerable<Type> BodyTypes(HttpServer server) =>
        Endpoints(server).Select(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>()!.RequestType!);

    private static byte[] Gzip(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return compressed.ToArray();
    }
}
