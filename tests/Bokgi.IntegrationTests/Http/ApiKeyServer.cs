using System.Text.Json;
using Bokgi.Host.Platform.Keys;
using Shouldly;

namespace Bokgi.IntegrationTests.Http;

/// <summary>A server that requires keys, with one key of each role.</summary>
public sealed class ApiKeyServer : IDisposable
{
    // A secret may contain a colon, as Tom's does.
    public const string Keys = "vera:viewer:viewer-secret-0001,tom:trader:trader:secret-0002,ada:admin:admin-secret-0003";

    public static readonly string[] Secrets = ["viewer-secret-0001", "trader:secret-0002", "admin-secret-0003"];

    public ApiKeyServer()
        : this(TimeProvider.System, ("REQUEST_BURST", "1000000"), ("FAILED_KEYS_PER_MINUTE", "1000000")) { }

    internal ApiKeyServer(TimeProvider clock, params (string Name, string Value)[] settings)
    {
        Server = new HttpServer { Clock = clock, Settings = { ["API_KEYS"] = Keys } };
        foreach (var (name, value) in settings)
            Server.Settings[name] = value;
    }

    public HttpServer Server { get; }

    public string Origin => Server.Address.GetLeftPart(UriPartial.Authority);

    public void Dispose() => Server.Dispose();

    internal static string Secret(Role role) => Secrets[(int)role];

    /// <summary>A request with these credentials, origin and body; what is null is left out.</summary>
    public static HttpRequestMessage CreateRequest(
        string method,
        string path,
        string? key = null,
        string? cookie = null,
        string? origin = null,
        string? body = null
    )
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        if (cookie is not null)
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        if (origin is not null)
            request.Headers.TryAddWithoutValidation("Origin", origin);
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return request;
    }

    public HttpAnswer Send(
        string method,
        string path,
        string? key = null,
        string? cookie = null,
        string? origin = null,
        string? body = null
    )
    {
        using var request = CreateRequest(method, path, key, cookie, origin, body);
        return Server.Send(request);
    }

    /// <summary>Exchanges a key for a session and returns the cookie that a browser would send from then on.</summary>
    public string SignIn(string key)
    {
        var answer = Send("POST", "/api/session", body: JsonSerializer.Serialize(new { key }));
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Headers["Set-Cookie"].Split(';')[0];
    }
}
