using Bokgi.IntegrationTests.Http;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Report_FileExists_IsReplacedOnlyWithOverwrite()
    {
        SampleLake.WriteHours(folder.PathOf("data"), "BTC_KRW", 200);
        RunBokgi("backtest", "--symbols", "BTC_KRW", "--strategy", "volume_long_candle", "--timeframe", "1H").ExitCode.ShouldBe(0);
        var path = folder.PathOf("report.html");

        var firstReport = RunBokgi("report", "--output", path, "--lang", "ko");
        var withoutOverwrite = RunBokgi("report", "latest", "--output", path);
        var withOverwrite = RunBokgi("report", "latest", "--output", path, "--overwrite");

        (firstReport.ExitCode, firstReport.Out.Trim()).ShouldBe((0, path));
        (withoutOverwrite.ExitCode, withoutOverwrite.Error.Trim()).ShouldBe(
            (1, $"error: {path} already exists; choose another --output, or specify --overwrite")
        );
        withOverwrite.ExitCode.ShouldBe(0, withOverwrite.Error);
        new ReportPageReader(File.ReadAllText(path)).Language.ShouldBe("en");
        Directory.GetFiles(folder.Path, "*.tmp").ShouldBeEmpty();
    }

    [Fact]
    public void Report_InvalidRequest_IsRefused()
    {
        Directory.CreateDirectory(folder.PathOf("data"));

        var withoutRun = RunBokgi("report");
        var invalid = RunBokgi("report", "--lang", "fr", "--output", folder.PathOf("none/report.html"));

        (withoutRun.ExitCode, withoutRun.Error).ShouldSatisfyAllConditions(
            result => result.ExitCode.ShouldBe(1),
            result => result.Error.ShouldContain("there is no run yet")
        );
        invalid.ExitCode.ShouldBe(1);
        invalid.Error.ShouldContain("lang cannot be 'fr'; give en or ko");
        invalid.Error.ShouldContain("its folder does not exist; create it first");
    }

    private BokgiResult RunBokgi(params string[] arguments) =>
        BokgiProcess.RunWithEnvironment(
            [KeyValuePair.Create("STATE_ROOT", folder.PathOf("state")), KeyValuePair.Create("DATA_ROOT", folder.PathOf("data"))],
            arguments
        );
}
