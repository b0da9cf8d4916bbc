using System.Net;
using System.Text;

namespace Bokgi.UnitTests.Exchanges;

/// <summary>An HTTP handler without a network. It records each request, and responds with what the function of a test creates.</summary>
/// <param name="clock">Supplies the Date header of responses that have none.</param>
/// <param name="respond">Creates the response from the request's address and the number of requests so far, including this one.</param>
internal sealed class CannedHandler(TimeProvider clock, Func<Uri, int, HttpResponseMessage> respond) : HttpMessageHandler
{
    public List<HttpRequestMessage> Requests { get; } = [];

    public static HttpResponseMessage CreateJsonResponse(string body) => CreateResponse(HttpStatusCode.OK, body);

    public static HttpResponseMessage CreateResponse(HttpStatusCode status, string body, TimeSpan? retryAfter = null)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (retryAfter is { } wait)
            response.Headers.RetryAfter = new(wait);
        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Requests.Add(request);
        var response = respond(request.RequestUri!, Requests.Count);
        response.Headers.Date ??= clock.GetUtcNow();
        return Task.FromResult(response);
    }
}
