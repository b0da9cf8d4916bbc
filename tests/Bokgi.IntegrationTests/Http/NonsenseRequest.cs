namespace Bokgi.IntegrationTests.Http;

/// <summary>A request that makes little sense.</summary>
/// <param name="Method">GET, POST and so on.</param>
/// <param name="Path">Path and query; <see cref="NonsenseValues.RunIdPlaceholder"/> stands for the id of an existing run.</param>
/// <param name="Body">JSON, or text that resembles it; null for none.</param>
/// <param name="ReachesValidation">
/// Whether the route accepts the names and JSON types of all fields, and then validates their values.
/// </param>
internal sealed record NonsenseRequest(string Method, string Path, string? Body, bool ReachesValidation);
