using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

public sealed class HealthTests : IDisposable
{
    private readonly HttpServer server = new();

    public void Dispose() => server.Dispose();

    [Theory]
    [InlineData("/health")]
    [InlineData("/api/health")]
    public void Health_Alive_IsOk(string path)
    {
        var answer = server.Get(path);

        (answer.Status, answer["status"].GetString(), answer["checks", "process"].GetString()).ShouldBe((200, "ok", "ok"));
        answer["timestamp"].GetString()!.ShouldEndWith("Z");
    }

    [Fact]
    public void Ready_EverythingAvailable_IsOkAndLeavesNoFiles()
    {
        var answer = server.Get("/health/ready");

        answer.Status.ShouldBe(200, answer.Text);
        answer["checks"].GetRawText().ShouldBe("""{"database":"ok","queue":"ok","storage":"ok","data_root":"ok"}""");
        Directory.EnumerateFileSystemEntries(Path.Combine(server.StateRoot, "results")).ShouldBeEmpty();
    }

    [Fact]
    public void Ready_DataRootMissing_IsDownWithoutNamingItsPath()
    {
        server.Get("/health/ready").Status.ShouldBe(200);
        Directory.Delete(server.DataRoot, recursive: true);

        var answer = server.Get("/health/ready");

        (answer.Status, answer["status"].GetString()).ShouldBe((503, "down"));
        answer["checks", "data_root"].GetString().ShouldBe("the folder of candles cannot be read");
        answer["checks", "database"].GetString().ShouldBe("ok");
        answer.Headers["Retry-After"].ShouldBe("5");
        answer.Text.ShouldNotContain(server.Folder);
        server.Get("/health").Status.ShouldBe(200);
    }
}
