using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Bokgi.Host.Platform.Bodies;
using Bokgi.Host.Platform.OpenApi;
using Bokgi.Host.Platform.Settings;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Bokgi.IntegrationTests.Http;

/// <summary>
/// Requests with bodies of all kinds, and the routes that read a body. The routes come from the server's own list, so that none is forgotten.
/// </summary>
internal static class BodyRequests
{
    public const string RunPath = "/api/backtests/run";
    public const int Mebibyte = 1 << 20;

    /// <summary>The endpoints that read a body.</summary>
    public static IEnumerable<RouteEndpoint> Endpoints(HttpServer server) =>
        server
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not null);

    /// <summary>
    /// The routes that read a body. Each path has an x for every parameter; the limit is null if the route declares none.
    /// </summary>
    public static List<(string Method, string Path, string Name, long? Limit)> Routes(HttpServer server)
    {
        var settings = server.Services.GetRequiredService<HostSettings>();
        return
        [
            .. Endpoints(server)
                .Select(endpoint =>
                {
                    var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.ShouldHaveSingleItem();
                    var pattern = ApiDescription.ToSnakeCase(endpoint.RoutePattern.RawText!).TrimEnd('/');
                    var path = string.Join('/', pattern.Split('/').Select(part => part is ['{', ..] ? "x" : part));
                    return (method, path, $"{method} {pattern}", endpoint.Metadata.GetMetadata<BodyLimit>()?.BytesOf(settings));
                }),
        ];
    }

    public static HttpAnswer Send(HttpServer server, string method, string path, byte[] body, bool isChunked)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = isChunked ? true : null;
        return server.Send(request);
    }

    /// <summary>Begins a request for a run and leaves the connection open.</summary>
    /// <param name="server">The server.</param>
    /// <param name="rest">The remaining headers, the empty line after them, and the part of the body to send.</param>
    public static TcpClient BeginRequest(HttpServer server, string rest)
    {
        var client = new TcpClient();
        client.Connect(IPAddress.Loopback, server.Address.Port);
        client
            .GetStream()
            .Write(Encoding.ASCII.GetBytes($"POST {RunPath} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{rest}"));
        return client;
    }

    /// <summary>The body of a request for a run; the parameters of its strategy are given as JSON.</summary>
    public static string ValidBody(string parameters) =>
        $$"""{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-02","timeframe":"1H","params":{{parameters}}}""";

    public static byte[] PadToLength(string body, int length) => Encoding.ASCII.GetBytes(body.PadRight(length));
}
