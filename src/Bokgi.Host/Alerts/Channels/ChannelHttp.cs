using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Bokgi.Host.Alerts.Channels;

/// <summary>
/// Posts alerts as JSON, and translates error responses and network errors into <see cref="AlertChannelException"/>. The exception names
/// only the host of the address, because the path is a secret.
/// </summary>
/// <param name="setting">The name of the setting that error messages ask the reader to check.</param>
/// <param name="clock">Measures the time limit.</param>
internal sealed class ChannelHttp(string setting, TimeProvider clock) : IDisposable
{
    /// <summary>How long a server may take to answer.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    private const int MaximumAnswerBytes = 16 * 1_024;

    private readonly HttpClient client = new(CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };

    /// <param name="address">Where the alert is sent.</param>
    /// <param name="body">The alert.</param>
    /// <param name="readFailure">Reads the reason and the requested pause from the body of an error response.</param>
    /// <param name="cancel">Cancels the request.</param>
    /// <exception cref="AlertChannelException">The server did not accept the alert.</exception>
    public async Task PostAsync(Uri address, JsonNode body, Func<string, ChannelFailure> readFailure, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(TimeLimit, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            using var content = new StringContent(body.ToJsonString(JsonFormat.Compact), Encoding.UTF8, "application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token);
            if (!response.IsSuccessStatusCode)
                throw CreateRejection(address, response, readFailure(await ReadBeginningAsync(response, linked.Token)));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new AlertChannelException($"{address.Host} did not answer within {TimeLimit.TotalSeconds} s; check {setting}");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            var reason = failure is HttpRequestException { HttpRequestError: var error and not HttpRequestError.Unknown }
                ? JsonNamingPolicy.SnakeCaseLower.ConvertName(error.ToString()).Replace('_', ' ')
                : "connection error";
            throw new AlertChannelException($"{address.Host} cannot be reached ({reason}); check {setting} and the network", failure);
        }
    }

    public void Dispose() => client.Dispose();

    // No propagator: otherwise the handler would record the address, which contains a secret, in a trace. No redirect: it could send the
    // alert to another host.
    private static SocketsHttpHandler CreateHandler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };

    // Reads only the beginning of a long response, which contains the reason.
    private static async Task<string> ReadBeginningAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var buffer = new byte[MaximumAnswerBytes];
        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private AlertChannelException CreateRejection(Uri address, HttpResponseMessage response, ChannelFailure failure)
    {
        var isPermanent =
            response.StatusCode
            is HttpStatusCode.BadRequest
                or HttpStatusCode.Unauthorized
                or HttpStatusCode.Forbidden
                or HttpStatusCode.NotFound
                or HttpStatusCode.Gone;
        var reason = failure.Reason is null ? string.Empty : $" ({failure.Reason})";
        var remedy = response.StatusCode == HttpStatusCode.TooManyRequests ? "it is sent again after a pause" : $"check {setting}";
        return new AlertChannelException(
            string.Create(CultureInfo.InvariantCulture, $"{address.Host} answered {(int)response.StatusCode}{reason}; {remedy}")
        )
        {
            IsPermanent = isPermanent,
            RetryAfter =
                response.StatusCode == HttpStatusCode.TooManyRequests ? failure.RetryAfter ?? ReadPause(response.Headers.RetryAfter) : null,
        };
    }

    private TimeSpan? ReadPause(RetryConditionHeaderValue? header)
    {
        var pause = header?.Delta ?? header?.Date - clock.GetUtcNow();
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause;
    }
}
