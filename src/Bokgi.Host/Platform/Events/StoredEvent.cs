using System.Text;

namespace Bokgi.Host.Platform.Events;

/// <summary>An event in the form in which it is sent to clients.</summary>
/// <param name="Number">Increases with every event; clients see it as the event's id.</param>
/// <param name="Topic">What the event is about; clients select events by topic.</param>
/// <param name="Kind">What happened; the name of the event in Server-Sent Events.</param>
/// <param name="Frame">The whole event in the format of Server-Sent Events, as UTF-8.</param>
internal sealed record StoredEvent(long Number, string Topic, string Kind, byte[] Frame)
{
    public static StoredEvent Create(long number, string topic, string kind, string data) =>
        new(number, topic, kind, FormatFrame(number, kind, data));

    /// <summary>Whether the event stands for all events up to its number, which are no longer kept.</summary>
    public bool IsGap => Kind == EventNames.Gap;

    /// <summary>An event in the format of Server-Sent Events, as UTF-8.</summary>
    public static byte[] FormatFrame(long number, string kind, string data) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {number}\nevent: {kind}\ndata: {data}\n\n"));
}
