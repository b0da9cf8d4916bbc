using System.Text;
using System.Text.Json;
using Bokgi.FakeExchange.Faults;
using Bokgi.FakeExchange.Limits;
using Bokgi.Markets;

namespace Bokgi.FakeExchange;

/// <summary>Endpoints that real exchanges do not have: request statistics and fault injection.</summary>
internal sealed class FaultEndpoint(VirtualClock clock, FaultScript faults, RequestMeasures measures)
{
    private const int MaxSpecLength = 1_000;

    public async Task<RestReply> AnswerAsync(HttpRequest request) =>
        (request.Method, request.Path.Value) switch
        {
            ("GET", "/fake/measures") => Measures(),
            ("POST", "/fake/faults") => Set(await BodyAsync(request)),
            _ => Text(StatusCodes.Status404NotFound, "the routes are GET /fake/measures and POST /fake/faults"),
        };

    private static async Task<string> BodyAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var buffer = new char[MaxSpecLength];
        return new string(buffer, 0, await reader.ReadBlockAsync(buffer, request.HttpContext.RequestAborted));
    }

    private RestReply Set(string text)
    {
        if (!FaultSpec.TryParse(text, out var spec, out var error))
            return Text(StatusCodes.Status400BadRequest, error);
        faults.Set(spec);
        return Measures();
    }

    private RestReply Measures() =>
        RestReply.Json(json =>
        {
            json.WriteStartObject();
            Write(json, "max_per_second", measures.MaxPerSecond);
            Write(json, "requests", measures.Requests);
            Write(json, "refused", measures.Refused);
            Write(json, "faults", faults.Counts.ToDictionary(pair => FaultNames.Of(pair.Key), pair => pair.Value));
            json.WriteString("now", UnixTime.Format(clock.NowUtc));
            json.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, int> figures)
    {
        json.WriteStartObject(name);
        foreach (var (group, figure) in figures.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteNumber(group, figure);
        json.WriteEndObject();
    }

    private static RestReply Text(int status, string text) => new(status, Encoding.UTF8.GetBytes(text + "\n"), "text/plain;charset=UTF-8");
}
