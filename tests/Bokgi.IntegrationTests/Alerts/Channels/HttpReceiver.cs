using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bokgi.IntegrationTests.Alerts.Channels;

/// <summary>An HTTP server that records every request, and answers as the test determines.</summary>
internal sealed class HttpReceiver : IAsyncDisposable
{
    private readonly WebApplication server;

    public HttpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        server = builder.Build();
        server.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            Received.Enqueue(
                new ReceivedPost($"{context.Request.Path}{context.Request.QueryString}", $"{context.Request.ContentType}", body)
            );
            await Answer(context);
        });
        server.StartAsync().GetAwaiter().GetResult();
    }

    public ConcurrentQueue<ReceivedPost> Received { get; } = new();

    public Func<HttpContext, Task> Answer { get; set; } = context => context.Response.WriteAsync("ok");

    public int Port => new Uri(server.Urls.Single()).Port;

    public void AnswerWith(int status, string body = "", int? retryAfter = null) =>
        Answer = context =>
        {
            context.Response.StatusCode = status;
            if (status is >= 300 and < 400)
                context.Response.Headers.Location = "/elsewhere";
            if (retryAfter is { } seconds)
                context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return context.Response.WriteAsync(body);
        };

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
