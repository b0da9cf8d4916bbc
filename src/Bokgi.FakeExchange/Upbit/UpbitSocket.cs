using System.Security.Cryptography;
using System.Text;
using Bokgi.FakeExchange.Faults;
using Bokgi.FakeExchange.Limits;
using Bokgi.FakeExchange.Recording;
using Bokgi.FakeExchange.Upbit.Socket;
using Microsoft.AspNetCore.Http.Features;

namespace Bokgi.FakeExchange.Upbit;

/// <summary>Accepts connections to Upbit's websocket.</summary>
internal sealed class UpbitSocket(
    UpbitRateLimiter rateLimiter,
    RecordedMarkets markets,
    VirtualClock clock,
    TimeProvider realClock,
    FaultScript faults,
    RequestStatistics statistics
)
{
    public const string Path = "/websocket/v1";

    private const string ConnectGroup = "websocket-connect";
    private const int MaxConnectionsPerSecond = 5;
    private const string HandshakeGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, 1.3

    public async Task HandleAsync(HttpContext context, CancellationToken stop)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        var key = context.Request.Headers.SecWebSocketKey.ToString();
        if (upgrade is not { IsUpgradableRequest: true } || key.Length == 0)
        {
            await ResponseSender.SendAsync(context, RestResponse.HtmlPage(StatusCodes.Status426UpgradeRequired, "Upgrade Required"));
            return;
        }

        if (rateLimiter.CountAndCheckLimit(context, ConnectGroup, MaxConnectionsPerSecond) is { } rejection)
        {
            await ResponseSender.SendAsync(context, rejection);
            return;
        }

        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.SecWebSocketAccept = AcceptHeaderFor(key);
        using var sessionCancellation = CancellationTokenSource.CreateLinkedTokenSource(stop, context.RequestAborted);
        await using var stream = new WatchedStream(await upgrade.UpgradeAsync(), realClock);
        using var session = new SocketSession(stream, context.Abort, markets, clock, realClock, faults, statistics);
        await session.RunAsync(sessionCancellation.Token);
    }

    // The protocol requires SHA-1 here; it has no security purpose.
#pragma warning disable CA5350
    private static string AcceptHeaderFor(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + HandshakeGuid)));
#pragma warning restore CA5350
}
