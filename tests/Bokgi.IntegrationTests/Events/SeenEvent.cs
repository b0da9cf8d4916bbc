using System.Text.Json;

namespace Bokgi.IntegrationTests.Events;

/// <summary>An event as a client received it.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Kind">The event's kind.</param>
/// <param name="Data">JSON.</param>
/// <param name="Arrived">When it arrived, as a time stamp of the system's clock.</param>
internal sealed record SeenEvent(long Id, string Kind, string Data, long Arrived)
{
    /// <summary>The field <c>n</c> of the data, by which tests number events.</summary>
    public int N => JsonSerializer.Deserialize<JsonElement>(Data).GetProperty("n").GetInt32();
}
