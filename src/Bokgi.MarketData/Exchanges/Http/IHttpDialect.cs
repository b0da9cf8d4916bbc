using System.Net.Http.Headers;

namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>How an exchange tells of limits and errors.</summary>
internal interface IHttpDialect
{
    /// <summary>How long everybody should wait before the next request of the group, by an answer's headers; null for not at all.</summary>
    TimeSpan? Rest(HttpResponseHeaders headers);

    /// <summary>What a refusal says, in the exchange's own words; null when its body says nothing.</summary>
    string? ErrorOf(ReadOnlySpan<byte> body);
}
