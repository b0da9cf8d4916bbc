namespace Bokgi.Host.Platform.CommandLine;

internal sealed record TextColumn<T>(string Heading, Func<T, string> Cell, bool IsNumber = false);
