namespace Bokgi.Host.Platform.CommandLine;

/// <summary>A column of a table for people.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="Cell">A row's text in it.</param>
/// <param name="IsNumber">Whether it is aligned to the right.</param>
internal sealed record TextColumn<T>(string Heading, Func<T, string> Cell, bool IsNumber = false);
