using Bokgi.FakeExchange.Faults;

namespace Bokgi.FakeExchange;

/// <summary>Sends responses and injects faults into them.</summary>
internal static class ResponseSender
{
    private static readonly TimeSpan SlowDelay = TimeSpan.FromSeconds(3);

    private static readonly (int Status, string Title)[] ErrorPages =
    [
        (StatusCodes.Status500InternalServerError, "Internal Server Error"),
        (StatusCodes.Status502BadGateway, "Bad Gateway"),
        (StatusCodes.Status503ServiceUnavailable, "Service Unavailable"),
        (StatusCodes.Status504GatewayTimeout, "Gateway Time-out"),
    ];

    private static int errorPagesSent;

    public static async Task SendAsync(HttpContext context, RestResponse response, FaultKind? fault, TimeProvider realClock)
    {
        var responseToSend = fault switch
        {
            FaultKind.ServerError => NextErrorPage(),
            FaultKind.BadJson => response with { Status = StatusCodes.Status200OK, Body = FirstHalf(response.Body) },
            _ => response,
        };
        if (fault == FaultKind.Slow)
            await Task.Delay(SlowDelay, realClock, context.RequestAborted);
        if (fault == FaultKind.CutResponse)
            await SendHalfAndAbortAsync(context, responseToSend);
        else
            await SendAsync(context, responseToSend);
    }

    public static async Task SendAsync(HttpContext context, RestResponse response)
    {
        WriteHeaders(context, response);
        await context.Response.Body.WriteAsync(response.Body, context.RequestAborted);
    }

    private static async Task SendHalfAndAbortAsync(HttpContext context, RestResponse response)
    {
        WriteHeaders(context, response);
        await context.Response.Body.WriteAsync(FirstHalf(response.Body), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    private static void WriteHeaders(HttpContext context, RestResponse response)
    {
        context.Response.StatusCode = response.Status;
        context.Response.ContentType = response.ContentType;
        context.Response.ContentLength = response.Body.Length;
    }

    private static ReadOnlyMemory<byte> FirstHalf(ReadOnlyMemory<byte> body) => body[..(body.Length / 2)];

    private static RestResponse NextErrorPage()
    {
        var number = (uint)Interlocked.Increment(ref errorPagesSent);
        var (status, title) = ErrorPages[(int)(number % ErrorPages.Length)];
        return RestResponse.HtmlPage(status, title);
    }
}
