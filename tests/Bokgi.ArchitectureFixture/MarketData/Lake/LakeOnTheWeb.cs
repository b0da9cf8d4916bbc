namespace Bokgi.ArchitectureFixture.MarketData.Lake;

/// <summary>Breach: only Exchanges may use the network.</summary>
internal static class LakeOnTheWeb
{
    public static Task<string> GetAsync(HttpClient client, Uri address) => client.GetStringAsync(address);
}
