using System.Text.Json;

namespace Bokgi.IntegrationTests.Events;

/// <summary>An event as a client received it.</summary>
/// <param name="Id">The event's id in the stream.</param>
/// <param name="Kind">The event's kind.</param>
/// <param name="Data">The event's data, as JSON.</param>
/// <param name="ArrivalTimestamp">When the client received the event, as a timestamp of <see cref="TimeProvider.System"/>.</param>
internal sealed record ReceivedEvent(long Id, string Kind, string Data, long ArrivalTimestamp)
{
    /// <summary>The field <c>n</c> of the data, with which the tests number their events.</summary>
    public int Number => JsonSerializer.Deserialize<JsonElement>(Data).GetProperty("n").GetInt32();
}
