using Bokgi.IntegrationTests.Http;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Report_Latest_IsWrittenOnceUnlessOverwritten()
    {
        SmallLake.WriteHours(folder.Of("data"), "BTC_KRW", 200);
        Bokgi("backtest", "--symbols", "BTC_KRW", "--strategy", "volume_long_candle", "--timeframe", "1H").ExitCode.ShouldBe(0);
        var path = folder.Of("report.html");

        var first = Bokgi("report", "--output", path, "--lang", "ko");
        var again = Bokgi("report", "latest", "--output", path);
        var replaced = Bokgi("report", "latest", "--output", path, "--overwrite");

        (first.ExitCode, first.Out.Trim()).ShouldBe((0, path));
        (again.ExitCode, again.Error.Trim()).ShouldBe((1, $"error: {path} already exists; choose another --output, or specify --overwrite"));
        replaced.ExitCode.ShouldBe(0, replaced.Error);
        new ReportPageReader(File.ReadAllText(path)).Language.ShouldBe("en");
        Directory.GetFiles(folder.Path, "*.tmp").ShouldBeEmpty();
    }

    [Fact]
    public void Report_WhatCannotBe_IsRefused()
    {
        Directory.CreateDirectory(folder.Of("data"));

        var nothing = Bokgi("report");
        var nonsense = Bokgi("report", "--lang", "fr", "--output", folder.Of("none/report.html"));

        (nothing.ExitCode, nothing.Error).ShouldSatisfyAllConditions(
            each => each.ExitCode.ShouldBe(1),
            each => each.Error.ShouldContain("there is no run yet")
        );
        nonsense.ExitCode.ShouldBe(1);
        nonsense.Error.ShouldContain("lang cannot be 'fr'; give en or ko");
        nonsense.Error.ShouldContain("its folder does not exist; create it first");
    }

    private BokgiResult Bokgi(params string[] arguments) =>
        BokgiProcess.RunIn(
            [KeyValuePair.Create("STATE_ROOT", folder.Of("state")), KeyValuePair.Create("DATA_ROOT", folder.Of("data"))],
            arguments
        );
}
