namespace Bokgi.Host.Platform.Settings;

/// <summary>One setting's effective value.</summary>
/// <param name="Name">The environment variable.</param>
/// <param name="Value">The value in force.</param>
/// <param name="Source">Where it came from, for people.</param>
/// <param name="Meaning">What it decides.</param>
internal sealed record Setting(string Name, string Value, string Source, string Meaning);
