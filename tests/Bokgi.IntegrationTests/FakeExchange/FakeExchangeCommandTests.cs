using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Bokgi.IntegrationTests.CommandLine;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.FakeExchange;

public sealed class FakeExchangeCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Run_UntilSigterm_PrintsItsAddressAndExitsWithZero()
    {
        folder.WriteHours("BTC_KRW", 3);
        using var bokgi = BokgiProcess.Start("fake-exchange", "--lake", folder.Path, "--port", "0");

        bokgi.TryWaitUntil(() => bokgi.OutputSoFar.Contains('\n', StringComparison.Ordinal)).ShouldBeTrue();
        bokgi.OutputSoFar.ShouldStartWith("listening on http://127.0.0.1:");
        bokgi.Signal("TERM");

        bokgi.WaitForEnd().ExitCode.ShouldBe(0);
    }

    [Fact]
    public void Run_WithoutALake_IsRefused()
    {
        var result = BokgiProcess.Run("fake-exchange", "--lake", folder.PathOf("nowhere"));

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldBe($"error: there is no candle lake in {folder.PathOf("nowhere")}; name its folder with --lake\n");
    }

    [Fact]
    public void Run_WithoutCandles_IsRefused()
    {
        var result = BokgiProcess.Run("fake-exchange", "--lake", folder.Path);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldStartWith($"error: there are no candles in {folder.Path}; ");
    }

    [Fact]
    public void Run_OnAPortInUse_IsRefused()
    {
        folder.WriteHours("BTC_KRW", 3);
        using var portHolder = new TcpListener(IPAddress.Loopback, 0);
        portHolder.Start();
        var port = ((IPEndPoint)portHolder.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var result = BokgiProcess.Run("fake-exchange", "--lake", folder.Path, "--port", port);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain($"cannot listen on --port {port}: ");
    }

    [Fact]
    public void Run_WithInvalidOptions_ReportsAllOfThem()
    {
        var result = BokgiProcess.Run([
            "fake-exchange",
            "--lake",
            folder.Path,
            "--port",
            "70000",
            "--speed",
            "-1",
            "--faults",
            "flood=1",
            "--from",
            "tomorrow",
        ]);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("--port cannot be 70000; give 0 to 65535");
        result.Error.ShouldContain("--speed cannot be -1; give 0 to 1000000");
        result.Error.ShouldContain("there is no fault 'flood'");
        result.Error.ShouldContain("'tomorrow' is not a date or time");
    }
}
