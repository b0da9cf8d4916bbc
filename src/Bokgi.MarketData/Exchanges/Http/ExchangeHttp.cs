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
    private const int LongestError = 200;

    private const int Retries = 4;
    private const int TooManyRequests = 429;
    private const int Banned = 418;

    private static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RestAfterRefusal = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RestAfterBan = TimeSpan.FromSeconds(10);

    private readonly string name;
    private readonly ExchangeOptions options;
    private readonly IHttpDialect dialect;
    private readonly HttpClient client;
    private readonly ResiliencePipeline pipeline;
    private readonly string folder;
    private readonly Dictionary<string, RateGate> gates = new(StringComparer.Ordinal);

    public ExchangeHttp(string name, ExchangeOptions options, IHttpDialect dialect, HttpMessageHandler? handler = null)
    {
        (this.name, this.options, this.dialect) = (name, options, dialect);
        folder = Path.Combine(options.SharedFolder, $"{name}-{options.Rest.Host}-{options.Rest.Port}");
        State = new StateFile(folder, options.Clock);
        client = new HttpClient(handler ?? Handler()) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        pipeline = new ResiliencePipelineBuilder { TimeProvider = options.Clock }
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<TransientException>(),
                    MaxRetryAttempts = Retries,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = FirstDelay,
                    MaxDelay = LongestDelay,
                    DelayGenerator = attempt => new ValueTask<TimeSpan?>((attempt.Outcome.Exception as TransientException)?.Wait),
                }
            )
            .Build();
    }

    public StateFile State { get; }

    /// <summary>Sends a GET request.</summary>
    /// <param name="group">The rate limit that the request counts towards.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="read">
    /// Reads the body; a <see cref="FormatException"/> or <see cref="JsonException"/> marks a malformed answer, and the request is retried.
    /// </param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <param name="cost">How many units of the rate limit the request takes.</param>
    /// <param name="mostBytes">The maximum length of the body.</param>
    /// <exception cref="ExchangeException">The exchange is unavailable or refuses the request.</exception>
    public async Task<Answer<T>> GetAsync<T>(
        RateGroup group,
        string path,
        Func<JsonElement, T> read,
        CancellationToken cancel,
        int cost = 1,
        int mostBytes = AnswerBody.UsualBytes
    )
    {
        var gate = Gate(group);
        try
        {
            var answer = await pipeline.ExecuteAsync(async token => await AskAsync(gate, cost, path, read, mostBytes, token), cancel);
            State.Answered();
            return answer;
        }
        catch (TransientException failure)
        {
            throw Away(failure.Message, failure);
        }
    }

    public void Dispose() => client.Dispose();

    private async ValueTask<Answer<T>> AskAsync<T>(
        RateGate gate,
        int cost,
        string path,
        Func<JsonElement, T> read,
        int mostBytes,
        CancellationToken cancel
    )
    {
        var blocked = gate.BlockedUntilUtc(cancel) - options.Clock.GetUtcNow();
        if (blocked > LongestWait)
            throw Away(FormattableString.Invariant($"it asks to wait for {blocked.TotalSeconds:0} s more"), null);
        await gate.WaitAsync(cost, cancel);
        using var limit = new CancellationTokenSource(AttemptLimit, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            using var response = await client.GetAsync(new Uri(options.Rest, path), HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (dialect.PauseFor(response.Headers) is { } rest)
                gate.Block(rest, cancel);
            if (!response.IsSuccessStatusCode)
            {
                var error = await AnswerBody.ReadStartAsync(response.Content, AnswerBody.ErrorBytes, either.Token);
                throw Refusal(response, error.Span, gate, path, cancel);
            }

            var body = await AnswerBody.ReadAsync(response.Content, mostBytes, either.Token);
            return new Answer<T>(Read(body, read), Time(response));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new TransientException(FormattableString.Invariant($"no answer within {AttemptLimit.TotalSeconds:0} s"));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException)
        {
            throw new TransientException(ErrorText.Of(failure), cause: failure);
        }
    }

    internal static T Read<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T> read)
    {
        try
        {
            using var document = AnswerBody.Parse(body);
            return read(document.RootElement);
        }
        catch (Exception failure)
            when (failure is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new TransientException(ErrorText.Of(failure), cause: failure);
        }
    }

    private Exception Refusal(HttpResponseMessage response, ReadOnlySpan<byte> body, RateGate gate, string path, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        var said =
            $"{status}{(dialect.ErrorOf(body) is { } error ? $" ({(error.Length > LongestError ? string.Concat(error.AsSpan(0, LongestError), "…") : error)})" : string.Empty)}";
        if (status is TooManyRequests or Banned)
        {
            var wait = RetryAfter(response) ?? (status == Banned ? RestAfterBan : RestAfterRefusal);
            gate.Block(wait, cancel);
            return wait > LongestWait
                ? Away(FormattableString.Invariant($"it answered {said} and asks to wait for {wait.TotalSeconds:0} s"), null)
                : new TransientException($"it answered {said}", TimeSpan.Zero); // the gate waits
        }

        if (status >= 500 || response.StatusCode == HttpStatusCode.RequestTimeout)
            return new TransientException($"it answered {said}", RetryAfter(response) is { } asked && asked <= LongestWait ? asked : null);
        State.Answered();
        return new ExchangeException(ExchangeErrorKind.Refused, $"{name} refuses {Asked(path)}: {said}; check the symbol and the times");
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } header ? null
        : header.Delta is { } delta ? delta
        : header.Date is { } date ? Positive(date - (response.Headers.Date ?? options.Clock.GetUtcNow()))
        : null;

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    // Falls back on this machine's clock when there is no Date header.
    private long Time(HttpResponseMessage response) =>
        UnixTime.FromDateTime((response.Headers.Date ?? options.Clock.GetUtcNow()).UtcDateTime)
        / UnixTime.MicrosecondsPerSecond
        * UnixTime.MicrosecondsPerSecond;

    private ExchangeException Away(string trouble, Exception? cause)
    {
        var since = State.Failed(trouble);
        return new ExchangeException(
            ExchangeErrorKind.Unavailable,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name} has not answered since {since:yyyy-MM-dd'T'HH:mm:ss'Z'} ({trouble}); what needs it goes on once it answers again"
            ),
            cause
        );
    }

    private static string Asked(string path) => path.Length > 120 ? path[..120] + "…" : path;

    private RateGate Gate(RateGroup group)
    {
        lock (gates)
        {
            if (!gates.TryGetValue(group.Name, out var gate))
                gates[group.Name] = gate = new RateGate(Path.Combine(folder, group.Name), group.Interval, options.Clock);
            return gate;
        }
    }

    private static SocketsHttpHandler Handler() =>
        new()
        {
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
}
