namespace Bokgi.Host.Alerts;

/// <summary>A situation or event that is reported to people through the alert channels.</summary>
/// <param name="Key">Identifies the subject, such as <c>health:disk</c>; alerts with the same key are grouped.</param>
/// <param name="Message">The message. It is not always sent: that depends on the other alerts of the group (<see cref="AlertGroup"/>).</param>
internal abstract record Alert(string Key, AlertMessage Message)
{
    /// <summary>A problem that lasts until a <see cref="Recovery"/> with the same key.</summary>
    internal sealed record Problem(string Key, AlertMessage Message) : Alert(Key, Message);

    /// <summary>The end of a problem.</summary>
    internal sealed record Recovery(string Key, AlertMessage Message) : Alert(Key, Message);

    /// <summary>
    /// Something that happened at one moment. The first event of a key is sent at once. The events that follow within the window are sent
    /// together at its end.
    /// </summary>
    internal sealed record Event(string Key, AlertMessage Message, TimeSpan Window) : Alert(Key, Message);
}
