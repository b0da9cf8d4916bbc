namespace Bokgi.Host.Platform.CommandLine;

/// <summary>A column of a table in the terminal; numbers are aligned to the right.</summary>
internal sealed record TextColumn<T>(string Heading, Func<T, string> Cell, bool IsNumber = false);
