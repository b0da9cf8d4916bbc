namespace Bokgi.Host.Platform.Events;

/// <summary>Something that happened, to be told to whoever follows its topic.</summary>
/// <param name="Topic">What it is about: a word (<c>tickers</c>), or a word and which one (<c>task:ID</c>).</param>
/// <param name="Kind">What happened, a word: <c>progress</c>. <c>hello</c> and <c>gap</c> are the stream's own.</param>
/// <param name="Data">Anything that can be JSON, up to 65,536 characters of it; it is a notice rather than a document.</param>
internal sealed record Event(string Topic, string Kind, object Data);
