namespace Bokgi.IntegrationTests.Http;

/// <summary>A request that makes little sense.</summary>
/// <param name="Method">GET, POST and so on.</param>
/// <param name="Path">Path and query; RUN stands for a run there is.</param>
/// <param name="Body">JSON, or what looks like it; null for none.</param>
/// <param name="Binds">Whether its fields have names and types the route knows, so that their values are what is looked at.</param>
internal sealed record NonsenseRequest(string Method, string Path, string? Body, bool Binds);
