using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Bokgi.Markets;
using Polly;
using Polly.Retry;

namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>
/// Sends HTTP requests to an exchange: rate-limited, with a timeout and retries. The limits that the exchange reports apply to all
/// processes of the user on this machine.
/// </summary>
internal sealed class ExchangeHttp : IDisposable
{
    private const int MaxErrorLength = 200;
    private const int MaxPathLength = 120;

    private const int MaxRetries = 4;
    private const int TooManyRequests = 429;
    private const int Banned = 418; // the exchange blocks this address, because it kept sending requests after a 429

    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(10);

    // A request fails at once if its rate limit is blocked for longer than this.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PauseAfterTooManyRequests = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterBan = TimeSpan.FromSeconds(10);

    private readonly string name;
    private readonly ExchangeOptions options;
    private readonly IHttpDialect dialect;
    private readonly HttpClient client;
    private readonly ResiliencePipeline pipeline;
    private readonly string folder;
    private readonly Dictionary<string, SharedRateLimiter> limiters = new(StringComparer.Ordinal);

    public ExchangeHttp(string name, ExchangeOptions options, IHttpDialect dialect, HttpMessageHandler? handler = null)
    {
        (this.name, this.options, this.dialect) = (name, options, dialect);
        folder = Path.Combine(options.SharedFolder, $"{name}-{options.Rest.Host}-{options.Rest.Port}");
        State = new StateFile(folder, options.Clock);
        client = new HttpClient(handler ?? CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        pipeline = new ResiliencePipelineBuilder { TimeProvider = options.Clock }
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<TransientException>(),
                    MaxRetryAttempts = MaxRetries,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = FirstDelay,
                    MaxDelay = MaxDelay,
                    DelayGenerator = attempt => new ValueTask<TimeSpan?>((attempt.Outcome.Exception as TransientException)?.RetryAfter),
                }
            )
            .Build();
    }

    public StateFile State { get; }

    /// <summary>Sends a GET request.</summary>
    /// <param name="group">The rate limit that the request counts towards.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="parse">
    /// Parses the body. It throws <see cref="FormatException"/> or <see cref="JsonException"/> for a malformed response, and the request is
    /// retried.
    /// </param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <param name="cost">How many units of the rate limit the request takes.</param>
    /// <param name="maxBytes">The maximum length of the body.</param>
    /// <exception cref="ExchangeException">The exchange is unavailable or rejects the request.</exception>
    public async Task<ExchangeResponse<T>> GetAsync<T>(
        RateGroup group,
        string path,
        Func<JsonElement, T> parse,
        CancellationToken cancel,
        int cost = 1,
        int maxBytes = ResponseBody.DefaultBytes
    )
    {
        var limiter = GetLimiter(group);
        try
        {
            var response = await pipeline.ExecuteAsync(async token => await SendAsync(limiter, cost, path, parse, maxBytes, token), cancel);
            State.RecordSuccess();
            return response;
        }
        catch (TransientException failure)
        {
            throw RecordOutage(failure.Message, failure);
        }
    }

    public void Dispose() => client.Dispose();

    private async ValueTask<ExchangeResponse<T>> SendAsync<T>(
        SharedRateLimiter limiter,
        int cost,
        string path,
        Func<JsonElement, T> parse,
        int maxBytes,
        CancellationToken cancel
    )
    {
        var remainingBlock = limiter.BlockedUntilUtc(cancel) - options.Clock.GetUtcNow();
        if (remainingBlock > MaxWait)
            throw RecordOutage(FormattableString.Invariant($"it asks to wait for {remainingBlock.TotalSeconds:0} s more"), cause: null);
        await limiter.WaitAsync(cost, cancel);
        using var timeout = new CancellationTokenSource(AttemptTimeout, options.Clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        try
        {
            using var response = await client.GetAsync(new Uri(options.Rest, path), HttpCompletionOption.ResponseHeadersRead, linked.Token);
            if (dialect.ReadPause(response.Headers) is { } pause)
                limiter.Block(pause, cancel);
            if (!response.IsSuccessStatusCode)
            {
                var error = await ResponseBody.ReadStartAsync(response.Content, ResponseBody.ErrorBytes, linked.Token);
                throw HandleErrorResponse(response, error.Span, limiter, path, cancel);
            }

            var body = await ResponseBody.ReadAsync(response.Content, maxBytes, linked.Token);
            return new ExchangeResponse<T>(Parse(body, parse), ReadTime(response));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new TransientException(FormattableString.Invariant($"no answer within {AttemptTimeout.TotalSeconds:0} s"));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException)
        {
            throw new TransientException(ErrorText.Describe(failure), cause: failure);
        }
    }

    internal static T Parse<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T> parse)
    {
        try
        {
            using var document = ResponseBody.Parse(body);
            return parse(document.RootElement);
        }
        catch (Exception failure)
            when (failure is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new TransientException(ErrorText.Describe(failure), cause: failure);
        }
    }

    // Records whether the exchange is available, blocks the rate limit if necessary, and returns the exception to throw.
    private Exception HandleErrorResponse(
        HttpResponseMessage response,
        ReadOnlySpan<byte> body,
        SharedRateLimiter limiter,
        string path,
        CancellationToken cancel
    )
    {
        var status = (int)response.StatusCode;
        var reason = dialect.ReadError(body) is { } error ? $"{status} ({Shorten(error, MaxErrorLength)})" : $"{status}";
        if (status is TooManyRequests or Banned)
        {
            var wait = RetryAfter(response) ?? (status == Banned ? PauseAfterBan : PauseAfterTooManyRequests);
            limiter.Block(wait, cancel);
            return wait > MaxWait
                ? RecordOutage(
                    FormattableString.Invariant($"it answered {reason} and asks to wait for {wait.TotalSeconds:0} s"),
                    cause: null
                )
                : new TransientException($"it answered {reason}", TimeSpan.Zero); // no delay, because the rate limiter waits
        }

        if (status >= 500 || response.StatusCode == HttpStatusCode.RequestTimeout)
            return new TransientException(
                $"it answered {reason}",
                RetryAfter(response) is { } retryAfter && retryAfter <= MaxWait ? retryAfter : null
            );
        State.RecordSuccess();
        return new ExchangeException(
            ExchangeErrorKind.Refused,
            $"{name} refuses {Shorten(path, MaxPathLength)}: {reason}; check the symbol and the times"
        );
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => AtLeastZero(date - (response.Headers.Date ?? options.Clock.GetUtcNow())),
            _ => null,
        };

    private static TimeSpan AtLeastZero(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    // The time in the Date header, or this machine's time if there is none, truncated to whole seconds like the header's.
    private long ReadTime(HttpResponseMessage response) =>
        UnixTime.FromDateTime((response.Headers.Date ?? options.Clock.GetUtcNow()).UtcDateTime)
        / UnixTime.MicrosecondsPerSecond
        * UnixTime.MicrosecondsPerSecond;

    // Returns the exception that reports the outage.
    private ExchangeException RecordOutage(string error, Exception? cause)
    {
        var since = State.RecordFailure(error);
        return new ExchangeException(
            ExchangeErrorKind.Unavailable,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name} has not answered since {since:yyyy-MM-dd'T'HH:mm:ss'Z'} ({error}); work that depends on it resumes once it answers again"
            ),
            cause
        );
    }

    private static string Shorten(string text, int length) => text.Length > length ? text[..length] + "…" : text;

    private SharedRateLimiter GetLimiter(RateGroup group)
    {
        lock (limiters)
        {
            if (!limiters.TryGetValue(group.Name, out var limiter))
                limiters[group.Name] = limiter = new SharedRateLimiter(Path.Combine(folder, group.Name), group.Interval, options.Clock);
            return limiter;
        }
    }

    private static SocketsHttpHandler CreateHandler() =>
        new()
        {
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
}
