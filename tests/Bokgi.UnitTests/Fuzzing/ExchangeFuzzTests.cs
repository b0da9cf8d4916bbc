using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Bokgi.MarketData.Exchanges.Binance;
using Bokgi.MarketData.Exchanges.Http;
using Bokgi.MarketData.Exchanges.Streams;
using Bokgi.MarketData.Exchanges.Upbit;
using Bokgi.Markets;
using Xunit;

namespace Bokgi.UnitTests.Fuzzing;

/// <summary>Damaged responses and WebSocket frames of both exchanges must be read or refused with an expected exception.</summary>
[Collection(NotInParallel.Name)]
public sealed class ExchangeFuzzTests
{
    private static readonly Symbol BtcKrw = Symbol.Parse("BTC_KRW");
    private static readonly Symbol BtcUsdt = Symbol.Parse("BTC_USDT");
    private static readonly long FarFutureUtc = UnixTime.FromDateTime(new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    [Fact]
    public void Upbit_DamagedResponses_AreReadOrRetried() =>
        Fuzz.Run(
            "upbit-answers",
            150,
            [
                Bytes(
                    """[{"market":"KRW-BTC","candle_date_time_utc":"2024-01-01T00:01:00","opening_price":1,"high_price":2,"low_price":1,"trade_price":2,"candle_acc_trade_volume":3}]"""
                ),
                Bytes(
                    """[{"market":"KRW-BTC","sequential_id":17,"timestamp":1704067200123,"trade_price":1.5,"trade_volume":0.1,"ask_bid":"BID"}]"""
                ),
                Bytes(
                    """[{"market":"KRW-BTC","trade_price":1,"opening_price":1,"high_price":1,"low_price":1,"prev_closing_price":1,"signed_change_rate":0.1,"acc_trade_volume_24h":1,"acc_trade_price_24h":1,"trade_timestamp":1704067200123,"tick_size":"1"}]"""
                ),
                Bytes(
                    """[{"market":"KRW-BTC","korean_name":"비트코인","english_name":"Bitcoin","market_event":{"warning":false,"caution":{"PRICE_FLUCTUATIONS":true}}}]"""
                ),
                Bytes("""[{"error":{"name":404,"message":"Code not found"},"market":"KRW-BTC"}]"""),
            ],
            bytes =>
            {
                new UpbitDialect().ReadError(bytes);
                TryReaders(
                    bytes,
                    body => UpbitCandles.Read(body, BtcKrw, Timeframe.OneMinute, FarFutureUtc, 200),
                    body => UpbitTrades.Read(body, BtcKrw),
                    UpbitTickers.Read,
                    UpbitMarkets.Read,
                    UpbitMarkets.ReadSteps
                );
            },
            IsRetried
        );

    [Fact]
    public void Binance_DamagedResponses_AreReadOrRetried() =>
        Fuzz.Run(
            "binance-answers",
            150,
            [
                Bytes(
                    """[[1704067200000,"1","2","1","2","3",1704067259999,"5",9,"1","2","0"],[1704067260000,"1","2","1","2","3",1704067319999,"5",9,"1","2","0"]]"""
                ),
                Bytes("""[{"a":26129,"p":"0.01633102","q":"4.70443515","f":27781,"l":27781,"T":1498793709153,"m":true,"M":true}]"""),
                Bytes(
                    """[{"symbol":"BTCUSDT","lastPrice":"1","openPrice":"1","highPrice":"1","lowPrice":"1","prevClosePrice":"1","volume":"1","quoteVolume":"1","closeTime":1704067200123}]"""
                ),
                Bytes(
                    """{"serverTime":1704067200123,"symbols":[{"symbol":"BTCUSDT","baseAsset":"BTC","quoteAsset":"USDT","status":"TRADING","filters":[{"filterType":"PRICE_FILTER","tickSize":"0.01"},{"filterType":"LOT_SIZE","stepSize":"0.00001"},{"filterType":"NOTIONAL","minNotional":"5"}]}]}"""
                ),
                Bytes("""{"code":-1121,"msg":"Invalid symbol.","serverTime":1}"""),
            ],
            bytes =>
            {
                new BinanceDialect().ReadError(bytes);
                TryReaders(
                    bytes,
                    body => CountBinanceCandles(body, Timeframe.OneMinute),
                    body => CountBinanceCandles(body, Timeframe.OneMonth),
                    body => BinanceTrades.Read(body, BtcUsdt),
                    body => BinanceTickers.Read(body, new Dictionary<string, Symbol> { ["BTCUSDT"] = BtcUsdt }),
                    BinanceMarkets.Read,
                    body => body.Int64("serverTime")
                );
            },
            IsRetried
        );

    [Fact]
    public void Frames_Damaged_AreReadOrEndTheConnection()
    {
        var upbit = new UpbitStream(http: null!, new Uri("ws://exchange.test"));
        var binance = new BinanceStream(http: null!, new Uri("ws://exchange.test"));
        _ = binance.PrepareConnection([BtcUsdt]); // also stores the markets, which ReadFrame needs
        Fuzz.Run(
            "frames",
            150,
            [
                Bytes("""{"ty":"trade","cd":"KRW-BTC","sid":17,"ttms":1704067200123,"tp":1.5,"tv":0.1,"ab":"BID","st":"REALTIME"}"""),
                Bytes(
                    """{"type":"trade","code":"KRW-BTC","sequential_id":17,"trade_timestamp":1704067200123,"trade_price":1.5,"trade_volume":0.1,"ask_bid":"ASK","stream_type":"SNAPSHOT"}"""
                ),
                Bytes("""{"status":"UP"}"""),
                Bytes(
                    """{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1704067200200,"s":"BTCUSDT","a":17,"p":"1.5","q":"0.1","T":1704067200123,"m":false}}"""
                ),
            ],
            bytes =>
            {
                upbit.ReadFrame(bytes);
                binance.ReadFrame(bytes);
            },
            e => e is JsonException or FormatException or InvalidOperationException
        );
    }

    // Damages the raw bytes of a WebSocket connection: frame headers, lengths and fragments.
    [Fact]
    public void Connection_Damaged_GivesFramesOrEnds()
    {
        // A whole text frame, a text in two fragments with a ping between them, and a close.
        byte[] frames = [0x81, 5, .. "{\"a\":"u8, 0x01, 126, 0, 200, .. new byte[200], 0x89, 2, 1, 2, 0x80, 3, .. "end"u8, 0x88, 2, 3, 232];
        byte[] largeFrame = [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0, .. new byte[65_536], 0x88, 0];
        Fuzz.Run(
            "connection",
            100,
            [frames, largeFrame],
            bytes =>
            {
                using var stream = new FixedInputStream(bytes);
                using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions());
                using var reader = new FrameReader(socket);
                while (reader.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult() is not null) { }
            },
            e => e is WebSocketException
        );
    }

    [Fact]
    public void CompressedBody_Damaged_IsReadOrRetried()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Bytes($"[{string.Concat(Enumerable.Repeat("1,", 3_000))}1]"));
        Fuzz.Run(
            "packed-body",
            50,
            [compressed.ToArray()],
            bytes =>
            {
                using var content = new StreamContent(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress));
                var body = ResponseBody.ReadAsync(content, ResponseBody.DefaultBytes, CancellationToken.None).GetAwaiter().GetResult();
                ExchangeHttp.Parse(body, read => read.Items().Count());
            },
            e => e is TransientException or InvalidDataException
        );
    }

    private static int CountBinanceCandles(JsonElement body, Timeframe timeframe)
    {
        using var rows = BinanceCandles.Read(body, timeframe, TimeRange.All);
        return rows.Count;
    }

    private static bool IsRetried(Exception e) => e is TransientException;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    // Tries all readers on the input, which counts as refused only if no reader can read it.
    private static void TryReaders(byte[] bytes, params IEnumerable<Func<JsonElement, object>> readers)
    {
        TransientException? refusal = null;
        var isRead = false;
        foreach (var read in readers)
        {
            try
            {
                ExchangeHttp.Parse(bytes, read);
                isRead = true;
            }
            catch (TransientException exception)
            {
                refusal = exception;
            }
        }

        if (!isRead)
            throw refusal!;
    }

    /// <summary>A stream that returns the given bytes and discards what is written to it.</summary>
    private sealed class FixedInputStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override bool CanWrite => true;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.CompletedTask;

        public override void Write(ReadOnlySpan<byte> buffer) { }
    }
}
