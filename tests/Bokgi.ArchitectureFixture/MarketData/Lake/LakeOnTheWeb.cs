namespace Bokgi.ArchitectureFixture.MarketData.Lake;

/// <summary>Breach: only Exchanges uses the network.</summary>
internal static class LakeOnTheWeb
{
    public static Task<string> GetAsync(HttpClient client, Uri address) => client.GetStringAsync(address);
}
