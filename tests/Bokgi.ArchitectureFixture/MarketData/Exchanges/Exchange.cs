namespace Bokgi.ArchitectureFixture.MarketData.Exchanges;

internal sealed class Exchange(HttpClient client)
{
    public Task<string> CandlesAsync(Uri address) => client.GetStringAsync(address);
}
