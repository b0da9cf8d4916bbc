using System.Text;
using Bokgi.Host;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Settings;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Events;
using Bokgi.UnitTests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Bokgi.IntegrationTests.Http;

/// <summary>
/// The server in this process, on its own port, with its own lake and state folder. The server starts on first use, and Dispose removes both
/// folders.
/// </summary>
public sealed class HttpServer : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private Lazy<WebApplication> app;
    private Lazy<HttpClient> client;

    public HttpServer()
    {
        Directory.CreateDirectory(DataRoot);
        app = new Lazy<WebApplication>(Start);
        client = new Lazy<HttpClient>(Connect);
    }

    /// <summary>The folder that holds the server's data and state, and next to them files that it must not access.</summary>
    public string Folder => folder.Path;

    public string DataRoot => folder.PathOf("data");

    public string StateRoot => folder.PathOf("state");

    /// <summary>DATABASE_URL; empty for SQLite.</summary>
    public string DatabaseUrl { get; init; } = string.Empty;

    /// <summary>REDIS_URL; empty for none.</summary>
    public string RedisUrl { get; init; } = string.Empty;

    /// <summary>Publishes events through the server's database.</summary>
    internal EventPublisher Events => new(Services.GetRequiredService<BokgiDatabase>(), Services.GetRequiredService<EventLog>());

    /// <summary>More settings; changes take effect at the next start.</summary>
    public IDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Adds routes to the server before it starts; null for none.</summary>
    public Action<WebApplication>? AddRoutes { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public IServiceProvider Services => app.Value.Services;

    public Uri Address => client.Value.BaseAddress!;

    /// <summary>Copies those markets of the read-only shared lake whose folder names match a pattern.</summary>
    public void CopySharedLake(string symbols = "*")
    {
        var source = SharedData.Require("lake");
        foreach (
            var file in Directory
                .EnumerateDirectories(source, symbols)
                .SelectMany(marketFolder => Directory.EnumerateFiles(marketFolder, "*.parquet", SearchOption.AllDirectories))
        )
        {
            var target = Path.Combine(DataRoot, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    public HttpAnswer Get(string path) => Send(HttpMethod.Get, path);

    /// <summary>Sends a request, with a JSON body when one is given.</summary>
    public HttpAnswer Send(HttpMethod method, string path, string? body = null, CancellationToken cancel = default) =>
        Send(method, path, body, "application/json", cancel);

    public HttpAnswer Send(HttpMethod method, string path, string? body, string contentType, CancellationToken cancel = default)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, contentType);
        return Send(request, cancel);
    }

    public HttpAnswer Send(HttpRequestMessage request, CancellationToken cancel = default)
    {
        using var response = client.Value.Send(request, cancel);
        return HttpAnswer.FromResponse(response, cancel);
    }

    /// <summary>Runs a backtest, which must succeed.</summary>
    public HttpAnswer RunBacktest(string body)
    {
        var answer = Send(HttpMethod.Post, "/api/backtests/run", body);
        answer.Status.ShouldBe(200, answer.Text);
        return answer;
    }

    /// <summary>Sends a request and returns the answer's status without reading its body, which may never end.</summary>
    public int SendForStatus(HttpRequestMessage request)
    {
        using var response = client.Value.Send(request, HttpCompletionOption.ResponseHeadersRead);
        return (int)response.StatusCode;
    }

    /// <summary>Sends a request and returns the answer without its body, which may never end.</summary>
    public HttpAnswer SendForHeaders(HttpRequestMessage request)
    {
        using var response = client.Value.Send(request, HttpCompletionOption.ResponseHeadersRead);
        using var body = response.Content;
        response.Content = null; // FromResponse would read it
        return HttpAnswer.FromResponse(response);
    }

    /// <summary>Waits until the condition is true, for two minutes at most.</summary>
    public void WaitUntil(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            limit.Token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(25));
        }
    }

    /// <summary>Stops the server and starts another one over the same data and state.</summary>
    public void Restart()
    {
        Stop();
        app = new Lazy<WebApplication>(Start);
        client = new Lazy<HttpClient>(Connect);
    }

    public void Dispose()
    {
        Stop();
        folder.Dispose();
    }

    private void Stop()
    {
        if (client.IsValueCreated)
            client.Value.Dispose();
        if (!app.IsValueCreated)
            return;
        app.Value.StopAsync().GetAwaiter().GetResult();
        app.Value.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    // Keeps no cookies: a test that needs one sends it.
    private HttpClient Connect() =>
        new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(app.Value.Urls.Single()),
            Timeout = TestTimeout.Value,
        };

    private WebApplication Start()
    {
        var values = new Dictionary<string, string?>
        {
            ["STATE_ROOT"] = StateRoot,
            ["BACKUP_ROOT"] = folder.PathOf("backups"),
            ["DATABASE_URL"] = DatabaseUrl,
            ["REDIS_URL"] = RedisUrl,
            ["HOST"] = "127.0.0.1",
            ["PORT"] = "0",
            ["ALLOWED_HOSTS"] = "bokgi.example",
            ["UPBIT_URL"] = "http://127.0.0.1:9", // nothing listens there, so that no test depends on the network
            ["BINANCE_URL"] = "http://127.0.0.1:9",
        };
        foreach (var (name, value) in Settings)
            values[name] = value;
        var server = BokgiServer.Build(
            HostSettings.Read(DataRoot, new ConfigurationBuilder().AddInMemoryCollection(values).Build()),
            Clock
        );
        AddRoutes?.Invoke(server);
        server.Services.GetRequiredService<BokgiDatabase>().Migrate();
        server.StartAsync().GetAwaiter().GetResult();
        return server;
    }
}
