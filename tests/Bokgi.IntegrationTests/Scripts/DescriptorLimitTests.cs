using System.ComponentModel;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Bokgi.Host.Platform.Unix;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Http;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Scripts;

/// <summary>How the program starts under a low limit on open files.</summary>
public sealed class DescriptorLimitTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private Dictionary<string, string> Settings =>
        new()
        {
            ["DATA_ROOT"] = folder.Path,
            ["STATE_ROOT"] = folder.PathOf("state"),
            ["PORT"] = "0",
            ["UPBIT_URL"] = "http://127.0.0.1:9",
        };

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(32, "serve")]
    [InlineData(160, "serve")]
    [InlineData(511, "serve")]
    [InlineData(160, "worker")]
    [InlineData(160, "fake-exchange")]
    [InlineData(160, "backtest", "--symbols", "BTC_KRW", "--strategy", "volume_long_candle", "--timeframe", "1H")]
    [InlineData(64, "config")]
    [InlineData(64, "nonsense")]
    public void AnyCommand_TooFewDescriptors_FailsWithOneLine(int limit, params string[] command)
    {
        using var program = WatchedProcess.StartBokgiAfter(UlimitCommand(limit), Settings, command);

        program.WaitForEnd().ShouldBe(2, program.AllOutput());

        program.Lines.ShouldBeEmpty();
        program.Errors.ShouldBe([
            $"failed: this process may have {limit} files open at a time (ulimit -n), and bokgi needs 512; "
                + "raise it with 'ulimit -n 4096', LimitNOFILE= of systemd or --ulimit nofile= of docker",
        ]);
    }

    [Fact]
    public void Serve_WithTheMinimumOfDescriptors_AnswersAfterManyConnections()
    {
        SampleLake.WriteHours(folder.Path, "BTC_KRW", 200);
        using var server = WatchedProcess.StartBokgiAfter(UlimitCommand(DescriptorLimit.Minimum), Settings, "serve");
        using var client = new HttpClient { BaseAddress = new Uri(server.WaitForLine("listening on ")) };
        var idleConnections = Enumerable.Range(0, 100).Select(_ => Connect(client.BaseAddress)).ToList();
        idleConnections.ForEach(connection => connection.Dispose());

        foreach (
            var path in (string[])
                ["/health", "/docs/", "/openapi/v1.json", "/jobs", "/api/ohlcv?symbols=BTC_KRW&timeframe=1H&format=parquet"]
        )
            Status(path, null).ShouldBe(200, path);
        Status(
                "/api/backtests/run",
                """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-31","timeframe":"1H"}"""
            )
            .ShouldBe(200);
        server.Signal("TERM");
        server.WaitForEnd().ShouldBe(0, server.AllOutput());
        server.Errors.ShouldNotContain(line => line.Contains("exception", StringComparison.OrdinalIgnoreCase));

        // Retries, because the server may reject a new connection as one too many while it is still closing the idle ones.
        int Status(string path, string? body)
        {
            int? status = null;
            server.WaitUntil(
                () =>
                {
                    status = TrySend(path, body);
                    return status is not null;
                },
                $"answer of {path}"
            );
            return status!.Value;
        }

        int? TrySend(string path, string? body)
        {
            try
            {
                using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
                request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
                using var answer = client.Send(request);
                return (int)answer.StatusCode;
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }
    }

    [Fact]
    public void IsCauseOf_EachKindOfException_IsRecognized()
    {
        const int TooManyOpenFiles = 24; // EMFILE
        const int NoSpaceLeft = 28; // ENOSPC
        var tooManyOpenFiles = new IOException("Too many open files", TooManyOpenFiles);

        DescriptorLimit.IsCauseOf(tooManyOpenFiles).ShouldBeTrue();
        DescriptorLimit
            .IsCauseOf(new TypeInitializationException("X", new InvalidOperationException("x", tooManyOpenFiles)))
            .ShouldBeTrue();
        DescriptorLimit.IsCauseOf(new SocketException((int)SocketError.TooManyOpenSockets)).ShouldBeTrue();
        DescriptorLimit.IsCauseOf(new Win32Exception(TooManyOpenFiles)).ShouldBeTrue();
        DescriptorLimit.IsCauseOf(new IOException("No space left on device", NoSpaceLeft)).ShouldBeFalse();
        DescriptorLimit.IsCauseOf(null).ShouldBeFalse();
        DescriptorLimit.Current.ShouldBeGreaterThan(512);
    }

    private static string UlimitCommand(int limit) => $"ulimit -n {limit.ToString(CultureInfo.InvariantCulture)}";

    private static TcpClient Connect(Uri address)
    {
        var client = new TcpClient();
        client.Connect(IPAddress.Loopback, address.Port);
        return client;
    }
}
