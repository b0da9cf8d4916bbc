namespace Bokgi.Host.Alerts;

/// <summary>Something that people should know.</summary>
/// <param name="Key">What it is about; alerts with the same key are grouped.</param>
/// <param name="Message">The message, if one is sent.</param>
internal abstract record Alert(string Key, AlertMessage Message)
{
    /// <summary>A problem that lasts until its recovery.</summary>
    internal sealed record Problem(string Key, AlertMessage Message) : Alert(Key, Message);

    /// <summary>A problem is over.</summary>
    internal sealed record Recovery(string Key, AlertMessage Message) : Alert(Key, Message);

    /// <summary>Something happened. The first event is sent at once; further ones within the window are sent together at its end.</summary>
    internal sealed record Event(string Key, AlertMessage Message, TimeSpan Window) : Alert(Key, Message);
}
