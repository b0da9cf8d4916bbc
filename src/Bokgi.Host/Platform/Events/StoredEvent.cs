using System.Text;

namespace Bokgi.Host.Platform.Events;

/// <summary>An event in the form in which it is sent to every client.</summary>
/// <param name="Number">Its id, in ascending order.</param>
/// <param name="Topic">Its subject.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Frame">Its lines in a stream, as UTF-8.</param>
internal sealed record StoredEvent(long Number, string Topic, string Kind, byte[] Frame)
{
    public static StoredEvent Of(long number, string topic, string kind, string data) =>
        new(number, topic, kind, Lines(number, kind, data));

    /// <summary>Whether it stands for all events up to its number, which are no longer kept.</summary>
    public bool IsGap => Kind == EventNames.Gap;

    /// <summary>Formats the lines of an event in a stream.</summary>
    /// <param name="number">Its id.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="data">JSON on one line.</param>
    public static byte[] Lines(long number, string kind, string data) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {number}\nevent: {kind}\ndata: {data}\n\n"));
}
