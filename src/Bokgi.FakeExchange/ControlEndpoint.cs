using System.Text;
using System.Text.Json;
using Bokgi.FakeExchange.Faults;
using Bokgi.FakeExchange.Limits;
using Bokgi.Markets;

namespace Bokgi.FakeExchange;

/// <summary>Endpoints that real exchanges do not have: request statistics and fault injection.</summary>
internal sealed class ControlEndpoint(VirtualClock clock, FaultScript faults, RequestStatistics statistics)
{
    private const int MaxSpecLength = 1_000;

    public async Task<RestResponse> HandleAsync(HttpRequest request) =>
        (request.Method, request.Path.Value) switch
        {
            ("GET", "/fake/measures") => StatisticsResponse(),
            ("POST", "/fake/faults") => SetFaults(await ReadBodyAsync(request)),
            _ => TextResponse(StatusCodes.Status404NotFound, "the routes are GET /fake/measures and POST /fake/faults"),
        };

    private static async Task<string> ReadBodyAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var buffer = new char[MaxSpecLength + 1];
        return new string(buffer, 0, await reader.ReadBlockAsync(buffer, request.HttpContext.RequestAborted));
    }

    private RestResponse SetFaults(string text)
    {
        if (text.Length > MaxSpecLength)
            return TextResponse(StatusCodes.Status413PayloadTooLarge, $"the faults are longer than {MaxSpecLength} characters; name fewer");
        if (!FaultSpec.TryParse(text, out var spec, out var error))
            return TextResponse(StatusCodes.Status400BadRequest, error);
        faults.Set(spec);
        return StatisticsResponse();
    }

    private RestResponse StatisticsResponse() =>
        RestResponse.Json(json =>
        {
            json.WriteStartObject();
            Write(json, "max_per_second", statistics.MaxPerSecond);
            Write(json, "requests", statistics.Requests);
            Write(json, "refused", statistics.Rejected);
            Write(json, "faults", faults.Counts.ToDictionary(pair => FaultNames.NameOf(pair.Key), pair => pair.Value));
            json.WriteString("now", UnixTime.Format(clock.NowUtc));
            json.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, int> counts)
    {
        json.WriteStartObject(name);
        foreach (var (group, count) in counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteNumber(group, count);
        json.WriteEndObject();
    }

    private static RestResponse TextResponse(int status, string text) =>
        new(status, Encoding.UTF8.GetBytes(text + "\n"), "text/plain;charset=UTF-8");
}
