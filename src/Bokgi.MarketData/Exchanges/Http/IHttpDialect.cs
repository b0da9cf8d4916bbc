using System.Net.Http.Headers;

namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>How an exchange reports rate limits and errors.</summary>
internal interface IHttpDialect
{
    /// <summary>How long requests under the same rate limit should pause, according to a response's headers; null for no pause.</summary>
    TimeSpan? ReadPause(HttpResponseHeaders headers);

    /// <summary>The exchange's own error message from the body of an error response; null when there is none.</summary>
    string? ReadError(ReadOnlySpan<byte> body);
}
