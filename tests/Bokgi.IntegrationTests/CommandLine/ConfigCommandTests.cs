using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

/// <summary>The program generates docs/settings.md; <c>BOKGI_APPROVE=1</c> rewrites it.</summary>
public class ConfigCommandTests
{
    [Fact]
    public void Config_AsMarkdown_IsTheSettingsPage()
    {
        var path = Path.Combine(SharedData.RepositoryRoot, "docs", "settings.md");
        var page = BokgiProcess.RunSuccessfully("config", "--markdown").Out;
        if (Environment.GetEnvironmentVariable("BOKGI_APPROVE") == "1")
            File.WriteAllText(path, page);

        File.ReadAllText(path).ShouldBe(page, "docs/settings.md is stale: ./bokgi config --markdown > docs/settings.md");
    }

    [Fact]
    public void Config_Secret_IsMasked()
    {
        Dictionary<string, string> settings = new() { ["DATABASE_URL"] = "Host=none;Password=hush" };

        var result = BokgiProcess.RunWithEnvironment(settings, "config");

        result.ExitCode.ShouldBe(0);
        result.Out.ShouldContain("********");
        result.Out.ShouldNotContain("hush");
    }
}
