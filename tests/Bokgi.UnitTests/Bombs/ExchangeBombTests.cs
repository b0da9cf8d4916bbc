using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Bokgi.MarketData.Exchanges;
using Bokgi.MarketData.Exchanges.Http;
using Bokgi.MarketData.Exchanges.Streams;
using Bokgi.Markets;
using Bokgi.UnitTests.Fuzzing;
using Bokgi.UnitTests.Lake;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Bombs;

/// <summary>Exchange responses that are small on the network but would be large in memory.</summary>
[Collection(NotInParallel.Name)]
public sealed class ExchangeBombTests : IDisposable
{
    private const int UnpackedBytes = 300_000_000;

    private readonly TemporaryLake temporaryLake = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2025, 9, 10, 12, 0, 30, TimeSpan.Zero));

    public void Dispose() => temporaryLake.Dispose();

    [Theory]
    [InlineData("upbit", 200, "its answer is longer than the 4,194,304 bytes that are allowed")]
    [InlineData("binance", 200, "its answer is longer than the 4,194,304 bytes that are allowed")]
    [InlineData("upbit", 400, "upbit refuses /v1/candles/minutes/1")]
    [InlineData("binance", 503, "it answered 503")]
    public async Task Candles_ResponseThatDecompressesToHundredsOfMegabytes_IsReadOnlyUpToTheLimit(string name, int status, string message)
    {
        await using var server = new CompressedResponseServer(status, Compress("[", " "));
        var before = GC.GetTotalAllocatedBytes();

        using var exchange = Open(name, server.Address);
        var refusal = await Should.ThrowAsync<ExchangeException>(() =>
            AdvanceUntilDoneAsync(
                exchange.CandlesAsync(Symbol.Parse("BTC_KRW"), Timeframe.OneMinute, TimeRange.All, CancellationToken.None)
            )
        );

        refusal.Message.ShouldContain(message);
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(150 * Allocations.Mebibyte); // about half of UnpackedBytes
    }

    [Fact]
    public void Parse_MillionsOfValues_IsRefusedBeforeTheyAreStored()
    {
        var body = Encoding.UTF8.GetBytes($"[{string.Concat(Enumerable.Repeat("0,", 5_000_000))}0]");

        Allocations
            .Measure(() =>
                Should.Throw<FormatException>(() => ResponseBody.Parse(body)).Message.ShouldBe("it has more than 4,000,000 values")
            )
            .ShouldBeLessThan(Allocations.Mebibyte);
    }

    [Fact]
    public async Task Frames_EndlessFragments_EndTheConnection()
    {
        await using var stream = new EndlessFragments();
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions());
        using var frames = new FrameReader(socket);

        var before = GC.GetTotalAllocatedBytes();
        var refusal = await Should.ThrowAsync<WebSocketException>(async () =>
            await frames.ReadAsync(TestContext.Current.CancellationToken)
        );

        refusal.Message.ShouldContain("a message is longer than 1048576 bytes");
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(20 * Allocations.Mebibyte);
    }

    private IExchange Open(string name, Uri address) =>
        ExchangeCatalogue.Open(name, new ExchangeOptions(address, address, temporaryLake.Lake.Root, clock));

    // Advances the clock, for which the rate limit and retries wait, until the task is done.
    private async Task<T> AdvanceUntilDoneAsync<T>(Task<T> task)
    {
        while (await Task.WhenAny(task, Task.Delay(20, TestContext.Current.CancellationToken)) != task)
            clock.Advance(TimeSpan.FromMilliseconds(50));
        return await task;
    }

    private static byte[] Compress(string start, string repeatedText)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(start));
            var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeatedText, 100_000)));
            for (var remaining = UnpackedBytes; remaining > 0; remaining -= block.Length)
                gzip.Write(block);
        }

        return compressed.ToArray();
    }

    /// <summary>A server that answers every request with the same compressed response.</summary>
    private sealed class CompressedResponseServer : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource stopping = new();
        private readonly Task serving;

        public CompressedResponseServer(int status, byte[] compressed)
        {
            listener.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
            serving = ServeAsync(status, compressed);
        }

        public Uri Address { get; }

        public async ValueTask DisposeAsync()
        {
            await stopping.CancelAsync();
            await serving; // ServeAsync may be about to accept a connection, so the listener is stopped only after ServeAsync has ended
            listener.Stop();
            stopping.Dispose();
        }

        private async Task ServeAsync(int status, byte[] compressed)
        {
            var head = Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {status} Test\r\nContent-Encoding: gzip\r\nContent-Type: application/json\r\nContent-Length: {compressed.Length}\r\nConnection: close\r\n\r\n"
            );
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync(stopping.Token);
                    await using var stream = client.GetStream();
                    await RespondAsync(stream, head, compressed);
                }
            }
            catch (OperationCanceledException)
            {
                // The test has ended.
            }
        }

        private async Task RespondAsync(NetworkStream stream, byte[] head, byte[] compressed)
        {
            try
            {
                var request = new byte[4_096];
                _ = await stream.ReadAtLeastAsync(request, 1, throwOnEndOfStream: false, stopping.Token);
                await stream.WriteAsync(head, stopping.Token);
                await stream.WriteAsync(compressed, stopping.Token);
            }
            catch (IOException)
            {
                // The client has read enough and closed the connection.
            }
        }
    }

    /// <summary>Fragments of a text message that never ends.</summary>
    private sealed class EndlessFragments : MemoryStream
    {
        // The header of each frame: an opcode (1 for text, 0 for a continuation) without the bit of a final frame, then 126, which announces a
        // length of 16 bits, and that length.
        private static readonly byte[] FirstFragment = [0x01, 126, 0x80, 0x00, .. new byte[0x8000]];
        private static readonly byte[] Continuation = [0x00, 126, 0x80, 0x00, .. new byte[0x8000]];

        private ReadOnlyMemory<byte> unread = FirstFragment;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (unread.IsEmpty)
                unread = Continuation;
            var count = Math.Min(buffer.Length, unread.Length);
            unread[..count].CopyTo(buffer);
            unread = unread[count..];
            return ValueTask.FromResult(count);
        }
    }
}
