namespace Bokgi.Host.Platform.Events;

/// <summary>An event to publish to the subscribers of its topic.</summary>
/// <param name="Topic">The subject: a word (<c>tickers</c>), or a word with an id (<c>task:ID</c>).</param>
/// <param name="Kind">What happened, one word: <c>progress</c>. <c>hello</c> and <c>gap</c> are reserved for the stream.</param>
/// <param name="Data">Any value that can be serialized as JSON, up to 65,536 characters; meant for notices rather than documents.</param>
internal sealed record Event(string Topic, string Kind, object Data);
