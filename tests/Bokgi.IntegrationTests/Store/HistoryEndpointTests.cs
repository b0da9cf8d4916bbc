using System.Net;
using System.Text.Json;
using Bokgi.Host;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Store;

public sealed class HistoryEndpointTests(SqliteStore fixture) : IClassFixture<SqliteStore>
{
    [Fact]
    public async Task History_OverHttp_IsPagedAndRefusesUnknownParameters()
    {
        var bitcoinRun = fixture.RunAndStore(StoreFixture.CreateRequest("BTC_KRW"));
        var etherRun = fixture.RunAndStore(StoreFixture.CreateRequest("ETH_KRW"));
        await using var app = BokgiServer.Build(fixture.Settings);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        var page = await GetJson(client, "?limit=1&sort=-created_at");
        page.GetProperty("total").GetInt32().ShouldBe(2);
        page.GetProperty("limit").GetInt32().ShouldBe(1);
        page.GetProperty("offset").GetInt32().ShouldBe(0);
        page.GetProperty("items")[0].GetProperty("run_id").GetString().ShouldBe(etherRun.RunId);
        var found = await GetJson(client, "?symbol=KRW-BTC&min_trades=1");
        found.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("run_id").GetString().ShouldBe(bitcoinRun.RunId);

        (await GetErrorDetail(client, "?colour=red")).ShouldStartWith(
            "'colour' is not a parameter of this route; there are strategy, symbol,"
        );
        (await GetErrorDetail(client, "?limit=101")).ShouldBe("limit cannot be '101'; give a whole number from 1 to 100");
        (await GetErrorDetail(client, "?tag=a%00b")).ShouldContain("U+0000");
        (await GetErrorDetail(client, "?tag=a&tag=b")).ShouldBe("tag is given 2 times; give it once");
        await app.StopAsync();
    }

    private static async Task<JsonElement> GetJson(HttpClient client, string query)
    {
        using var response = await client.GetAsync($"/api/backtests/history{query}");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
    }

    private static async Task<string> GetErrorDetail(HttpClient client, string query)
    {
        using var response = await client.GetAsync($"/api/backtests/history{query}");
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()).GetProperty("detail").GetString()!;
    }
}
