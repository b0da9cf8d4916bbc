using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Bokgi.IntegrationTests.CommandLine;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Scripts;

/// <summary>How <c>bokgi serve</c> starts and stops.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("TERM", 1)]
    [InlineData("TERM", 2)]
    [InlineData("INT", 1)]
    public void Serve_OnSignal_ExitsCleanly(string signal, int signalCount)
    {
        using var server = WatchedProcess.StartBokgi(SettingsWithPort("0"), "serve");
        server.WaitForLine("listening on http://127.0.0.1:");

        for (var sent = 0; sent < signalCount; sent++)
            server.Signal(signal);

        server.WaitForEnd().ShouldBe(0, server.AllOutput());
        server.Errors.ShouldNotContain(line => line.Contains("exception", StringComparison.OrdinalIgnoreCase));
        foreach (var message in (string[])["the server has started: bokgi ", "the server is stopping", "the server has stopped"])
            server.Errors.Count(line => line.Contains(message, StringComparison.Ordinal)).ShouldBe(1, server.AllOutput());
    }

    [Fact]
    public void Serve_PortZeroOnLocalhost_PicksAFreePort()
    {
        Dictionary<string, string> settings = new(SettingsWithPort("0")) { ["HOST"] = "localhost" };
        using var server = WatchedProcess.StartBokgi(settings, "serve");

        server.WaitForLine("listening on http://127.0.0.1:");
    }

    [Fact]
    public void Serve_PortInUse_FailsWithOneLine()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        using var server = WatchedProcess.StartBokgi(SettingsWithPort(port), "serve");

        server.WaitForEnd().ShouldBe(2, server.AllOutput());

        server.Lines.ShouldBeEmpty();
        server.Errors.ShouldBe([
            $"failed: PORT {port} is in use on 127.0.0.1; stop the program that listens there, or set PORT to another",
        ]);
    }

    [Fact]
    public void Serve_InvalidSettings_ReportsEachOnItsOwnLine()
    {
        Dictionary<string, string> settings = new(SettingsWithPort("http")) { ["HOST"] = "0.0.0.0", ["ALLOW_ANONYMOUS"] = "perhaps" };
        using var server = WatchedProcess.StartBokgi(settings, "serve");

        server.WaitForEnd().ShouldBe(1);

        server.Lines.ShouldBeEmpty();
        server.Errors.ShouldBe([
            "error: ALLOW_ANONYMOUS cannot be 'perhaps'; give true or false",
            "error: HOST 0.0.0.0 can be reached by other machines, and the server asks for no keys; set API_KEYS, listen on 127.0.0.1, or set ALLOW_ANONYMOUS=true if that is intended",
            "error: PORT cannot be 'http'; give a whole number from 0 to 65535",
        ]);
    }

    [Theory]
    [InlineData("0.0.0.0", "true", 0)]
    [InlineData("0.0.0.0", "false", 1)]
    [InlineData("::", "false", 1)]
    [InlineData("127.0.0.1", "false", 0)]
    [InlineData("::1", "false", 0)]
    [InlineData("not a host", "true", 1)]
    public void Config_PublicAddress_RequiresAllowAnonymous(string host, string anonymous, int exitCode)
    {
        Dictionary<string, string> settings = new(SettingsWithPort("0")) { ["HOST"] = host, ["ALLOW_ANONYMOUS"] = anonymous };

        BokgiProcess.RunWithEnvironment(settings, "config", "--json").ExitCode.ShouldBe(exitCode);
    }

    [Theory]
    [InlineData("ada:admin:hush", 0)]
    [InlineData("ada:hush", 1)]
    public void Config_PublicAddress_IsAllowedWithKeys(string keys, int exitCode)
    {
        Dictionary<string, string> settings = new(SettingsWithPort("0")) { ["HOST"] = "0.0.0.0", ["API_KEYS"] = keys };

        var result = BokgiProcess.RunWithEnvironment(settings, "config");

        result.ExitCode.ShouldBe(exitCode, result.Error);
        (result.Out + result.Error).ShouldNotContain("hush");
    }

    [Fact]
    public void Serve_InvalidAccessSettings_ReportsEachOnItsOwnLine()
    {
        Dictionary<string, string> settings = new(SettingsWithPort("0"))
        {
            ["API_KEYS"] = "ada:admin:s3cret-s3cret-s3cret,bob:root:s3cret-s3cret-s4cret",
            ["ALLOWED_ORIGINS"] = "https://charts.example,*,https://charts.example/path",
            ["MAX_BODY_BYTES"] = "1023",
            ["MAX_CONCURRENT_REQUESTS"] = "0",
            ["REQUESTS_PER_SECOND"] = "1e3",
            ["REQUEST_BURST"] = "1000001",
        };
        using var server = WatchedProcess.StartBokgi(settings, "serve");

        server.WaitForEnd().ShouldBe(1);

        server.Errors.ShouldBe([
            "error: ALLOWED_ORIGINS cannot hold '*'; give origins such as https://charts.example",
            "error: ALLOWED_ORIGINS cannot hold 'https://charts.example/path'; give origins such as https://charts.example",
            "error: API_KEYS: key 2 has an unknown role; the roles are viewer, trader, admin",
            "error: MAX_BODY_BYTES cannot be '1023'; give a whole number from 1024 to 1073741824",
            "error: MAX_CONCURRENT_REQUESTS cannot be '0'; give a whole number from 1 to 65536",
            "error: REQUESTS_PER_SECOND cannot be '1e3'; give a whole number from 1 to 1000000",
            "error: REQUEST_BURST cannot be '1000001'; give a whole number from 1 to 1000000",
        ]);
    }

    [Fact]
    public void Serve_WeakSecret_WarnsNamingItsOwner()
    {
        Dictionary<string, string> settings = new(SettingsWithPort("0"))
        {
            ["API_KEYS"] = "ada:admin:hush,bob:viewer:s3cret-s3cret-s3cret",
        };
        using var server = WatchedProcess.StartBokgi(settings, "serve");
        server.WaitForLine("listening on http://127.0.0.1:");

        server.WaitUntil(
            () => server.Errors.Any(line => line.StartsWith("warning: the secret of ada in API_KEYS", StringComparison.Ordinal)),
            "warning"
        );
        server.AllOutput().ShouldNotContain("hush");
    }

    [Theory]
    [InlineData("0.0.0.0", "", true)]
    [InlineData("0.0.0.0", "ada:admin:s3cret-s3cret-s3cret", false)]
    [InlineData("127.0.0.1", "", false)]
    public void Serve_PublicAddressWithoutKeys_WarnsInOneLine(string host, string keys, bool expectsWarning)
    {
        Dictionary<string, string> settings = new(SettingsWithPort("0"))
        {
            ["HOST"] = host,
            ["API_KEYS"] = keys,
            ["ALLOW_ANONYMOUS"] = "true",
        };
        using var server = WatchedProcess.StartBokgi(settings, "serve");
        server.WaitForLine("listening on http://");
        server.Signal("TERM");
        server.WaitForEnd().ShouldBe(0, server.AllOutput());

        server
            .Errors.Count(line => line.StartsWith($"warning: HOST {host} can be reached by others", StringComparison.Ordinal))
            .ShouldBe(expectsWarning ? 1 : 0, server.AllOutput());
    }

    private Dictionary<string, string> SettingsWithPort(string port) => new() { ["DATA_ROOT"] = folder.Path, ["PORT"] = port };
}
