using Bokgi.Host.Platform.Database;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

public sealed class PresetEndpointsTests(HttpServer server) : IClassFixture<HttpServer>
{
    private const string Route = "/api/strategies/presets";

    [Fact]
    public void Strategies_List_HasNamesAndCount()
    {
        server.Get("/api/strategies").Text.ShouldBe("""{"strategies":["volume_long_candle","volume_zone_breakout"],"count":2}""");
        server.Get("/api/strategies/volume_zone_breakout")["parameters"][1].GetProperty("name").GetString().ShouldBe("top_percentile");
        server
            .Get("/api/strategies/nope")
            .ShouldBeProblem(404, "there is no strategy 'nope'; there are volume_long_candle, volume_zone_breakout");
    }

    [Theory]
    [InlineData("conservative", "volume_long_candle", """{"vol_ma_window":20,"vol_multiplier":1.5,"body_pct":0.01}""")]
    [InlineData("balanced", "volume_zone_breakout", """{"volume_window":20,"top_percentile":0.2,"breakout_buffer":0.0}""")]
    [InlineData("aggressive", "volume_zone_breakout", """{"volume_window":10,"top_percentile":0.3,"breakout_buffer":0.0}""")]
    public void Presets_NewDatabase_HoldsTheStandardOnes(string name, string strategy, string parameters)
    {
        var preset = server.Get($"{Route}/{name}");

        preset["strategy"].GetString().ShouldBe(strategy);
        preset["params"].GetRawText().ShouldBe(parameters);
    }

    [Fact]
    public void Preset_CreatedChangedDeleted_IsReturnedAsStored()
    {
        var created = server.Send(
            HttpMethod.Post,
            Route,
            """{"name":"매물대-1","strategy":"volume_zone_breakout","params":{"volume_window":30},"description":"one"}"""
        );

        created.Status.ShouldBe(201, created.Text);
        created["params"].GetRawText().ShouldBe("""{"volume_window":30}""");
        var location = created.Headers["Location"];
        server.Get(location).Text.ShouldBe(created.Text);
        server.Get(Route)["presets"].EnumerateArray().Select(preset => preset.GetProperty("name").GetString()).ShouldContain("매물대-1");
        server
            .Send(HttpMethod.Post, Route, """{"name":"매물대-1","strategy":"volume_long_candle"}""")
            .ShouldBeProblem(409, "there is a preset '매물대-1' already");

        var changed = server.Send(HttpMethod.Put, location, """{"strategy":"volume_long_candle","params":{"body_pct":0.05}}""");
        changed.Status.ShouldBe(200, changed.Text);
        server.Get(location)["strategy"].GetString().ShouldBe("volume_long_candle");
        server.Get(location)["description"].GetString().ShouldBeNull();
        server
            .Send(HttpMethod.Put, location, """{"name":"other","strategy":"volume_long_candle"}""")
            .ShouldBeProblem(422, "a preset keeps its name", "name");

        server.Send(HttpMethod.Delete, location).Status.ShouldBe(204);
        server.Send(HttpMethod.Delete, location).ShouldBeProblem(404, "there is no preset '매물대-1'");
        server.Send(HttpMethod.Put, location, """{"strategy":"volume_long_candle"}""").ShouldBeProblem(404, "there is no preset");
    }

    [Fact]
    public async Task Presets_AnyChange_WaitsForItsTurnToWrite()
    {
        const string Body = """{"strategy":"volume_long_candle"}""";
        foreach (
            var (method, route, body, status) in ((HttpMethod, string, string?, int)[])
                [
                    (HttpMethod.Post, Route, """{"name":"queued","strategy":"volume_long_candle"}""", 201),
                    (HttpMethod.Put, $"{Route}/queued", Body, 200),
                    (HttpMethod.Delete, $"{Route}/queued", null, 204),
                ]
        )
        {
            Task<HttpAnswer> answer;
            using (server.Services.GetRequiredService<BokgiDatabase>().OpenForWriting())
            {
                answer = Task.Run(() => server.Send(method, route, body), TestContext.Current.CancellationToken);
                await Task.Delay(300, TestContext.Current.CancellationToken);
                answer.IsCompleted.ShouldBeFalse($"{method} must wait");
            }

            (await answer).Status.ShouldBe(status);
        }
    }

    [Theory]
    [InlineData("""{"name":"a/b","strategy":"volume_long_candle"}""", "name", "name cannot be 'a/b'")]
    [InlineData("""{"strategy":"volume_long_candle"}""", "name", "name cannot be ''")]
    [InlineData("""{"name":"x","strategy":"nope"}""", "strategy", "there is no strategy 'nope'")]
    [InlineData("""{"name":"x","strategy":"volume_long_candle","params":{"body_pct":9}}""", "params.body_pct", "body_pct cannot be '9'")]
    [InlineData(
        """{"name":"x","strategy":"volume_long_candle","params":{"bodypct":1}}""",
        "params.bodypct",
        "there is no parameter 'bodypct'"
    )]
    [InlineData("""{"name":"x","strategy":"volume_long_candle","parms":{}}""", "parms", "'parms' is not a field of this request")]
    public void Add_InvalidPreset_IsRefused(string body, string field, string detail) =>
        server.Send(HttpMethod.Post, Route, body).ShouldBeProblem(422, detail, field);
}
