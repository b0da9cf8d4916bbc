namespace Bokgi.ArchitectureFixture.MarketData.Lake;

/// <summary>Breaks the rule that in MarketData only Exchanges uses the network: downloads from the lake.</summary>
internal static class LakeOnTheWeb
{
    public static Task<string> GetAsync(HttpClient client, Uri address) => client.GetStringAsync(address);
}
