using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Bokgi.Host.Backtests.Requests;
using Bokgi.Host.Platform.Access;
using Bokgi.Host.Platform.Bodies;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.OpenApi;
using Bokgi.Host.Platform.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>How much of a body each route reads, and what happens to more. The routes are the server's own list: none can be forgotten.</summary>
public sealed class BodyLimitTests : IDisposable
{
    private const string Run = "/api/backtests/run";
    private const int Mebibyte = 1 << 20;

    private readonly HttpServer server = new();

    private BodyBudget Budget => server.Services.GetRequiredService<BodyBudget>();

    public void Dispose() => server.Dispose();

    [Fact]
    public void EveryRouteWithABody_DeclaresItsLimit()
    {
        Routes(server)
            .Select(route => $"{route.Limit?.ToString() ?? "nothing"} {route.Name}")
            .Order(StringComparer.Ordinal)
            .ShouldBe([
                "1048576 POST /api/backtests/run",
                "1048576 POST /api/backtests/run-async",
                "1048576 POST /api/data/collect",
                "1048576 POST /api/simulation/start",
                "4096 POST /api/session",
                "65536 PATCH /api/backtests/{run_id}",
                "65536 PATCH /api/backtests/{run_id}/symbols/{symbol}",
                "65536 PATCH /api/simulation/sessions/{session_id}/symbols/{symbol}",
                "65536 POST /api/simulation/stop",
                "65536 POST /api/strategies/presets",
                "65536 PUT /api/strategies/presets/{name}",
            ]);
    }

    [Fact]
    public void Route_ThatForgetsToDeclare_IsNamedAndReadsASmallBody()
    {
        using var other = new HttpServer
        {
            Extend = app => app.MapPost("/forgotten", (JsonBody<SymbolActivation> body) => $"{body.Value.IsActive}").Needs(Role.Trader),
        };

        Routes(other).Where(route => route.Limit is null).Select(route => route.Name).ShouldBe(["POST /forgotten"]);
        Send(other, "POST", "/forgotten", Padded("{\"is_active\":true}", 65_536), isChunked: false).Text.ShouldBe("True");
        Send(other, "POST", "/forgotten", Padded("{\"is_active\":true}", 65_537), isChunked: false).Status.ShouldBe(413);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EveryRouteWithABody_ReadsUpToItsLimitAndNotAByteMore(bool isChunked)
    {
        var routes = Routes(server);
        routes.Count.ShouldBe(11);
        foreach (var route in routes)
        {
            var limit = (int)route.Limit!.Value;
            var unknown = Send(server, route.Method, route.Path, Padded("{\"no_field\":1}", limit), isChunked);
            unknown.ShouldBeProblem(422, "'no_field' is not a field of this request", "no_field");
            foreach (var length in (int[])[limit + 1, (2 * limit) + 1])
                Send(server, route.Method, route.Path, Padded("{\"no_field\":1}", length), isChunked)
                    .ShouldBeProblem(413, $"the body is larger than this server takes for this route, {limit} bytes; send less");
        }

        Budget.Taken.ShouldBe(0);
    }

    [Fact]
    public void SmallRoutes_UnderASmallerMaximum_ReadNoMoreThanThat()
    {
        server.Settings["MAX_BODY_BYTES"] = "5000";

        Routes(server).Select(route => route.Limit!.Value).Distinct().Order().ShouldBe([4_096, 5_000]);
        Send(server, "POST", Run, Padded("{}", 5_001), isChunked: true).Status.ShouldBe(413);
    }

    [Theory]
    [InlineData("GET", "/health")]
    [InlineData("POST", "/api/data/collection/trigger")]
    [InlineData("DELETE", "/api/strategies/presets/balanced")]
    [InlineData("POST", "/jobs/stats")]
    public void RouteThatReadsNoJson_LargeBody_IsRefusedToo(string method, string path) =>
        Send(server, method, path, new byte[65_537], isChunked: false).Status.ShouldBe(413);

    [Fact]
    public async Task Body_AnnouncedAsHuge_IsRefusedAtOnceAndItsConnectionClosed()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var client = Begin($"Content-Length: {1L << 40}\r\n\r\n{{");

        var answer = await new StreamReader(client.GetStream(), Encoding.ASCII).ReadToEndAsync(cancel);

        answer.ShouldStartWith("HTTP/1.1 413 ");
        answer.ShouldContain("Connection: close\r\n");
        answer.ShouldContain("\"status\":413");
    }

    [Fact]
    public async Task Body_ThatNeverEnds_IsRefusedAtTheLimitAndItsConnectionClosed()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var client = Begin("Transfer-Encoding: chunked\r\n\r\n");
        var chunk = Encoding.ASCII.GetBytes($"1000\r\n{new string(' ', 0x1000)}\r\n");
        var answer = new StreamReader(client.GetStream(), Encoding.ASCII).ReadToEndAsync(cancel);

        var sent = 0L;
        try
        {
            for (; !answer.IsCompleted; sent += 0x1000)
                await client.GetStream().WriteAsync(chunk, cancel);
        }
        catch (IOException) { } // closed by the server, as it should be

        sent.ShouldBeLessThan(64 * Mebibyte);
        (await Text(answer)).ShouldStartWith("HTTP/1.1 413 ");
        server.Get("/health").Status.ShouldBe(200);
        Budget.Taken.ShouldBe(0);
    }

    [Fact]
    public void Body_ThatComesSlowly_NeedsTheLeastRate()
    {
        var limits = server.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        (limits.MinRequestBodyDataRate!.BytesPerSecond, limits.MinRequestBodyDataRate.GracePeriod).ShouldBe(
            (4_096, TimeSpan.FromSeconds(10))
        );
        limits.MaxRequestBufferSize.ShouldBe(65_536);
    }

    [Theory]
    [InlineData("gzip", 415)]
    [InlineData("br, gzip", 415)]
    [InlineData("nonsense", 415)]
    [InlineData("identity", 422)]
    public void Body_WithAContentEncoding_IsRefusedUnlessItIsNone(string encoding, int status)
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
    public void Body_InvalidUtf8_IsToldAtWhichByte() =>
        Send(server, "POST", Run, [.. "{\"strategy\":\""u8, 0xFF, .. "\"}"u8], isChunked: false)
            .ShouldBeProblem(422, "the body is not valid UTF-8: byte 14, 0xFF, is no part of a character; send text in UTF-8", "body");

    [Fact]
    public void Body_WithHalfASurrogatePair_NamesItsField() =>
        server
            .Send(HttpMethod.Post, Run, """{"strategy":"\ud800"}""")
            .ShouldBeProblem(422, "strategy holds half a surrogate pair", "strategy");

    [Fact]
    public void Body_WithManyFaults_IsToldTwentyAndHowManyMore()
    {
        var unknown = server.Send(
            HttpMethod.Post,
            Run,
            "{" + string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"x{i}\":0")) + "}"
        );
        var parameters = server.Send(
            HttpMethod.Post,
            Run,
            Valid($"{{{string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"x{i}\":0"))}}}")
        );

        foreach (var (answer, more) in ((HttpAnswer, int)[])[(unknown, 19_980), (parameters, 9_980)])
        {
            answer.ShouldBeProblem(422, $"; and {more} more");
            answer["errors"].EnumerateObject().Count().ShouldBe(20);
            answer.Body.Length.ShouldBeLessThan(20_000);
        }
    }

    [Theory]
    [InlineData(17, "nested more than 16 levels deep")]
    [InlineData(100_000, "nested more than 16 levels deep")]
    public void Body_TooDeep_IsRefused(int levels, string detail) =>
        server.Send(HttpMethod.Post, Run, new string('[', levels)).ShouldBeProblem(422, detail, "body");

    [Fact]
    public void Body_WithTooManyFieldsOrTooLongAName_IsRefused()
    {
        server
            .Send(HttpMethod.Post, Run, Valid($"{{{string.Join(',', Enumerable.Range(0, 20_001).Select(i => $"\"x{i}\":0"))}}}"))
            .ShouldBeProblem(422, "the body has more than 20000 fields, items of lists included; send fewer", "body");
        server
            .Send(HttpMethod.Post, Run, Valid($"{{\"{new string('x', 129)}\":0}}"))
            .ShouldBeProblem(422, "the body has a name of more than 128 characters", "body");
        server.Send(HttpMethod.Post, Run, Valid($"{{\"{new string('x', 128)}\":0}}")).ShouldBeProblem(422, "there is no parameter 'xxxx");
    }

    [Theory]
    [InlineData("strategy")]
    [InlineData("timeframe")]
    [InlineData("costs")]
    [InlineData("execution")]
    [InlineData("start_date")]
    [InlineData("description")]
    public void Body_WithAnEndlessText_IsNotRepeated(string field)
    {
        var answer = server.Send(HttpMethod.Post, Run, $"{{\"{field}\":\"{new string('x', 1_000_000)}\"}}");

        answer.Status.ShouldBe(422);
        answer.Body.Length.ShouldBeLessThan(10_000);
    }

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
        Run,
        """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-02","overrides":{X}}""",
        "\"S#_KRW\":{}",
        19_000,
        "overrides names 19000 markets; give at most 1000"
    )]
    public void Body_WithAnEndlessList_IsRefusedByItsLength(string path, string body, string item, int count, string detail)
    {
        var items = string.Join(',', Enumerable.Range(0, count).Select(i => item.Replace("#", $"{i}", StringComparison.Ordinal)));

        server.Send(HttpMethod.Post, path, body.Replace("X", items, StringComparison.Ordinal)).ShouldBeProblem(422, detail);
    }

    [Fact]
    public void Budget_TakenByOthers_RefusesBodiesUntilItIsReturned()
    {
        server.Get("/health").Status.ShouldBe(200);
        for (var taken = 4_096L; taken < BodyBudget.Standard; taken += 4_096) // by many small ones; large ones may not take all
            Budget.Take(4_096, held: 0);

        var answer = server.Send(HttpMethod.Post, Run, "{\"no_field\":1}");
        answer.ShouldBeProblem(429, "send this one again after the seconds in Retry-After");
        answer.Headers["Retry-After"].ShouldBe("1");
        Budget.Taken.ShouldBe(BodyBudget.Standard - 4_096);
        server.Send(HttpMethod.Post, "/api/data/collection/trigger").Status.ShouldNotBe(429);
        server.Get("/health").Status.ShouldBe(200);

        Budget.Return(BodyBudget.Standard - 4_096);
        server.Send(HttpMethod.Post, Run, "{\"no_field\":1}").Status.ShouldBe(422);
        Budget.Taken.ShouldBe(0);
    }

    [Fact]
    public void Budget_TakenByLongBodies_LeavesRoomForShortOnes()
    {
        server.Get("/health").Status.ShouldBe(200);
        var taken = 0L;
        try
        {
            for (; ; taken += Mebibyte)
                Budget.Take(Mebibyte, held: 0);
        }
        catch (BodyRefusedException) { }

        taken.ShouldBe(BodyBudget.Standard - (2 * Mebibyte));
        server.Send(HttpMethod.Post, Run, "{\"no_field\":1}").Status.ShouldBe(422);
        Budget.Return(taken);
    }

    [Fact]
    public void Budget_OfBodiesThatAreStillComing_IsTakenAsTheyComeAndReturnedWhenTheyAreBrokenOff()
    {
        server.Get("/health").Status.ShouldBe(200);
        List<TcpClient> announced = [.. Enumerable.Range(0, 40).Select(_ => Begin($"Content-Length: {Mebibyte}\r\n\r\n{{"))];
        Until(() => Budget.Taken == 40 * 4_096, "that only announce");
        var sending = new List<TcpClient>();
        while (sending.Count < 29)
        {
            sending.Add(Begin($"Content-Length: {Mebibyte}\r\n\r\n{new string(' ', Mebibyte - 1)}"));
            Until(() => Budget.Taken == (40 * 4_096) + ((long)sending.Count * Mebibyte), "that have come but for their last byte");
        }

        server.Send(HttpMethod.Post, Run, "{\"no_field\":1}").Status.ShouldBe(422);
        Send(server, "POST", Run, Padded("{}", Mebibyte), isChunked: true).Status.ShouldBe(429);

        sending.ForEach(each => each.Dispose());
        announced.ForEach(each => each.Dispose());
        Until(() => Budget.Taken == 0, "that were broken off");
    }

    [Fact]
    public void Budget_AfterEveryKindOfAnswer_IsReturned()
    {
        SmallLake.WriteHours(server.DataRoot, "BTC_KRW", 50);
        server.Run(Valid("{}")).Status.ShouldBe(200);
        foreach (var body in (string[])["", "null", "{", "{\"x\":1}", "[]", new string('[', 20), Valid("{\"x\":1}")])
            server.Send(HttpMethod.Post, Run, body).Status.ShouldBe(422);
        server.Send(HttpMethod.Post, Run, "x", "text/plain").Status.ShouldBe(415);
        server.Send(HttpMethod.Post, "/jobs/recurring/trigger", "jobs[]=x", "application/x-www-form-urlencoded").Status.ShouldBe(204);

        Until(() => Budget.Taken == 0, "that are answered");
    }

    [Theory]
    [InlineData("x", "application/json")]
    [InlineData("x", "multipart/form-data")]
    [InlineData("x", "multipart/form-data; boundary=b")]
    [InlineData("&", "application/x-www-form-urlencoded")]
    public void Form_ThatCannotBeRead_IsRefused(string letter, string contentType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/jobs/recurring/trigger");
        request.Content = new StringContent(string.Concat(Enumerable.Repeat($"a{letter}", 20_000)));
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        server.Send(request).ShouldBeProblem(415, "the body is not a form that this server can read");
        Budget.Taken.ShouldBe(0);
    }

    [Fact]
    public void EveryBody_HasOnlyValuesThatTheDiagnosisKnows()
    {
        var unknown = Bodies(server)
            .SelectMany(type => Leaves(type, []))
            .Distinct()
            .Except([typeof(string), typeof(bool), typeof(int), typeof(double), typeof(System.Text.Json.JsonElement)]);

        unknown.ShouldBeEmpty("JsonDiagnosis.CanBe decides about each");
    }

    private static IEnumerable<Type> Leaves(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            return [];
        var info = JsonFormat.Compact.GetTypeInfo(type);
        info.Properties.Count.ShouldBeLessThanOrEqualTo(64);
        return info.Kind switch
        {
            System.Text.Json.Serialization.Metadata.JsonTypeInfoKind.Object => info.Properties.SelectMany(field =>
                Leaves(field.PropertyType, seen)
            ),
            System.Text.Json.Serialization.Metadata.JsonTypeInfoKind.None => [Nullable.GetUnderlyingType(type) ?? type],
            _ => Leaves(info.ElementType!, seen),
        };
    }

    private static IEnumerable<Type> Bodies(HttpServer server) =>
        Endpoints(server).Select(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>()!.RequestType!);

    private static IEnumerable<RouteEndpoint> Endpoints(HttpServer server) =>
        server
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not null);

    private static List<(string Method, string Path, string Name, long? Limit)> Routes(HttpServer server)
    {
        var settings = server.Services.GetRequiredService<HostSettings>();
        return
        [
            .. Endpoints(server)
                .Select(endpoint =>
                {
                    var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.ShouldHaveSingleItem();
                    var pattern = ApiDescription.SnakeCased(endpoint.RoutePattern.RawText!).TrimEnd('/');
                    var path = string.Join('/', pattern.Split('/').Select(part => part is ['{', ..] ? "x" : part));
                    return (method, path, $"{method} {pattern}", endpoint.Metadata.GetMetadata<BodyLimit>()?.BytesOf(settings));
                }),
        ];
    }

    private static HttpAnswer Send(HttpServer server, string method, string path, byte[] body, bool isChunked)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = isChunked ? true : null;
        return server.Send(request);
    }

    private TcpClient Begin(string rest)
    {
        var client = new TcpClient();
        client.Connect(IPAddress.Loopback, server.Address.Port);
        client
            .GetStream()
            .Write(Encoding.ASCII.GetBytes($"POST {Run} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{rest}"));
        return client;
    }

    // What came before the connection was closed, however it was.
    private static async Task<string> Text(Task<string> answer)
    {
        try
        {
            return await answer;
        }
        catch (IOException)
        {
            return "HTTP/1.1 413 "; // reset while this client was still sending
        }
    }

    private static void Until(Func<bool> isSo, string what)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            TimeProvider.System.GetElapsedTime(deadline).ShouldBeLessThan(TimeSpan.FromSeconds(60), $"the budget of bodies {what}");
            TestContext.Current.CancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(10));
        }
    }

    private static string Valid(string parameters) =>
        $$"""{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-02","timeframe":"1H","params":{{parameters}}}""";

    private static byte[] Padded(string body, int length) => Encoding.ASCII.GetBytes(body.PadRight(length));

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
