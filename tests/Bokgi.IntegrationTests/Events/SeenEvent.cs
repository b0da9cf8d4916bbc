using System.Text.Json;

namespace Bokgi.IntegrationTests.Events;

/// <summary>An event as a client got it.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Data">JSON.</param>
/// <param name="Arrived">When, as a time stamp of the system's clock.</param>
internal sealed record SeenEvent(long Id, string Kind, string Data, long Arrived)
{
    /// <summary>The field <c>n</c> of the data, by which tests count events.</summary>
    public int N => JsonSerializer.Deserialize<JsonElement>(Data).GetProperty("n").GetInt32();
}
