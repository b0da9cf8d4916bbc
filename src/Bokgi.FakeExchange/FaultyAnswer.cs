using Bokgi.FakeExchange.Faults;

namespace Bokgi.FakeExchange;

/// <summary>Sends responses and injects faults into them.</summary>
internal static class FaultyAnswer
{
    private static readonly TimeSpan SlowDelay = TimeSpan.FromSeconds(3);

    private static readonly (int Status, string Title)[] Pages =
    [
        (StatusCodes.Status500InternalServerError, "Internal Server Error"),
        (StatusCodes.Status502BadGateway, "Bad Gateway"),
        (StatusCodes.Status503ServiceUnavailable, "Service Unavailable"),
        (StatusCodes.Status504GatewayTimeout, "Gateway Time-out"),
    ];

    private static int pages;

    public static async Task SendAsync(HttpContext context, RestReply reply, FaultKind? fault, TimeProvider real)
    {
        var sent = fault switch
        {
            FaultKind.ServerError => NextPage(),
            FaultKind.BadJson => reply with { Status = StatusCodes.Status200OK, Body = Half(reply.Body) },
            _ => reply,
        };
        if (fault == FaultKind.Slow)
            await Task.Delay(SlowDelay, real, context.RequestAborted);
        if (fault == FaultKind.Cut)
            await CutAsync(context, sent);
        else
            await SendAsync(context, sent);
    }

    public static async Task SendAsync(HttpContext context, RestReply reply)
    {
        Begin(context, reply);
        await context.Response.Body.WriteAsync(reply.Body, context.RequestAborted);
    }

    private static async Task CutAsync(HttpContext context, RestReply reply)
    {
        Begin(context, reply);
        await context.Response.Body.WriteAsync(Half(reply.Body), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    private static void Begin(HttpContext context, RestReply reply)
    {
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        context.Response.ContentLength = reply.Body.Length;
    }

    private static ReadOnlyMemory<byte> Half(ReadOnlyMemory<byte> body) => body[..(body.Length / 2)];

    private static RestReply NextPage()
    {
        var (status, title) = Pages[(int)((uint)Interlocked.Increment(ref pages) % Pages.Length)];
        return RestReply.Page(status, title);
    }
}
