namespace Bokgi.Host.Platform.CommandLine;

/// <summary>A column of a table for people.</summary>
internal sealed record TextColumn<T>(string Heading, Func<T, string> Cell, bool IsNumber = false);
