using System.Buffers;
using System.Text.Json;
using Bokgi.FakeExchange.Recording;
using Bokgi.Series;

namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>
/// Formats messages as JSON. A returned message is valid until the next call. If <c>isSimple</c>, field names are short; if <c>isList</c>,
/// each message is an array with one element.
/// </summary>
internal sealed class SocketFrames(bool isSimple, bool isList) : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter json = new(Stream.Null);

    public ReadOnlyMemory<byte> FormatTrade(RecordedMarket market, in GeneratedTrade trade, bool isSnapshot, long nowUtc)
    {
        Begin("trade", market);
        json.WriteNumber(SelectName("timestamp", "tms"), nowUtc / 1_000);
        json.WriteString(SelectName("trade_date", "td"), UpbitTime.Format(trade.TimeUtc, "yyyy-MM-dd"));
        json.WriteString(SelectName("trade_time", "ttm"), UpbitTime.Format(trade.TimeUtc, "HH:mm:ss"));
        json.WriteNumber(SelectName("trade_timestamp", "ttms"), trade.TimeMs);
        json.WriteNumber(SelectName("trade_price", "tp"), trade.Price);
        json.WriteNumber(SelectName("trade_volume", "tv"), trade.Quantity);
        json.WriteString(SelectName("ask_bid", "ab"), trade.IsBuy ? "BID" : "ASK");
        var previousClose = TickerData.PreviousDayClose(market, trade.TimeUtc) ?? trade.Price;
        json.WriteNumber(SelectName("prev_closing_price", "pcp"), previousClose);
        json.WriteString(
            SelectName("change", "c"),
            trade.Price > previousClose ? "RISE"
                : trade.Price < previousClose ? "FALL"
                : "EVEN"
        );
        json.WriteNumber(SelectName("change_price", "cp"), Math.Abs(trade.Price - previousClose));
        json.WriteNumber(SelectName("sequential_id", "sid"), trade.Id);
        // There is no order book: the last trade took the best price of one side, and the other side is one price step away.
        var step = UpbitMarketsResponse.StepAt(market.Symbol.Quote, trade.Price);
        json.WriteNumber(SelectName("best_ask_price", "bap"), trade.IsBuy ? trade.Price : trade.Price + step);
        json.WriteNumber(SelectName("best_ask_size", "bas"), trade.Quantity);
        json.WriteNumber(SelectName("best_bid_price", "bbp"), trade.IsBuy ? trade.Price - step : trade.Price);
        json.WriteNumber(SelectName("best_bid_size", "bbs"), trade.Quantity);
        return End(isSnapshot);
    }

    public ReadOnlyMemory<byte> FormatTicker(RecordedMarket market, TickerData ticker, bool isSnapshot, long nowUtc)
    {
        Begin("ticker", market);
        var change = ticker.Price - ticker.PreviousClose;
        json.WriteNumber(SelectName("opening_price", "op"), ticker.DayBar.Open);
        json.WriteNumber(SelectName("high_price", "hp"), ticker.DayBar.High);
        json.WriteNumber(SelectName("low_price", "lp"), ticker.DayBar.Low);
        json.WriteNumber(SelectName("trade_price", "tp"), ticker.Price);
        json.WriteNumber(SelectName("prev_closing_price", "pcp"), ticker.PreviousClose);
        json.WriteString(
            SelectName("change", "c"),
            change > 0 ? "RISE"
                : change < 0 ? "FALL"
                : "EVEN"
        );
        json.WriteNumber(SelectName("change_price", "cp"), Math.Abs(change));
        json.WriteNumber(SelectName("signed_change_price", "scp"), change);
        json.WriteNumber(SelectName("change_rate", "cr"), Math.Round(Math.Abs(change) / ticker.PreviousClose, 10));
        json.WriteNumber(SelectName("signed_change_rate", "scr"), Math.Round(change / ticker.PreviousClose, 10));
        json.WriteNumber(SelectName("trade_volume", "tv"), ticker.LastTrade?.Quantity ?? 0);
        json.WriteNumber(SelectName("acc_trade_volume", "atv"), ticker.DayBar.Volume);
        json.WriteNumber(SelectName("acc_trade_volume_24h", "atv24h"), ticker.Last24HoursBar.Volume);
        json.WriteNumber(SelectName("acc_trade_price", "atp"), QuoteVolume(ticker.DayBar));
        json.WriteNumber(SelectName("acc_trade_price_24h", "atp24h"), QuoteVolume(ticker.Last24HoursBar));
        if (ticker.LastTrade is { } trade)
        {
            json.WriteString(SelectName("trade_date", "tdt"), UpbitTime.Format(trade.TimeUtc, "yyyyMMdd"));
            json.WriteString(SelectName("trade_time", "ttm"), UpbitTime.Format(trade.TimeUtc, "HHmmss"));
            json.WriteNumber(SelectName("trade_timestamp", "ttms"), trade.TimeMs);
            json.WriteString(SelectName("ask_bid", "ab"), trade.IsBuy ? "BID" : "ASK");
        }

        json.WriteString(SelectName("market_state", "ms"), "ACTIVE");
        json.WriteBoolean(SelectName("is_trading_suspended", "its"), false);
        json.WriteNull(SelectName("delisting_date", "dd"));
        json.WriteString(SelectName("market_warning", "mw"), "NONE");
        json.WriteNumber(SelectName("timestamp", "tms"), nowUtc / 1_000);
        return End(isSnapshot);
    }

    /// <summary>Writes a forming bar.</summary>
    public ReadOnlyMemory<byte> FormatCandle(string type, RecordedMarket market, in Candle bar, bool isSnapshot, long nowUtc)
    {
        Begin(type, market);
        json.WriteString(SelectName("candle_date_time_utc", "cdttmu"), UpbitTime.FormatUtc(bar.TimeUtc));
        json.WriteString(SelectName("candle_date_time_kst", "cdttmk"), UpbitTime.FormatKst(bar.TimeUtc));
        json.WriteNumber(SelectName("opening_price", "op"), bar.Open);
        json.WriteNumber(SelectName("high_price", "hp"), bar.High);
        json.WriteNumber(SelectName("low_price", "lp"), bar.Low);
        json.WriteNumber(SelectName("trade_price", "tp"), bar.Close);
        json.WriteNumber(SelectName("candle_acc_trade_volume", "catv"), bar.Volume);
        json.WriteNumber(SelectName("candle_acc_trade_price", "catp"), QuoteVolume(bar));
        json.WriteNumber(SelectName("timestamp", "tms"), nowUtc / 1_000);
        return End(isSnapshot);
    }

    public void Dispose() => json.Dispose();

    // The traded amount of quote currency, estimated from the bar's typical price.
    private static double QuoteVolume(in Candle bar) => bar.Volume * (bar.High + bar.Low + bar.Close) / 3;

    private string SelectName(string fullName, string shortName) => isSimple ? shortName : fullName;

    private void Begin(string type, RecordedMarket market)
    {
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        if (isList)
            json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString(SelectName("type", "ty"), type);
        json.WriteString(SelectName("code", "cd"), market.Symbol.QuoteFirstCode);
    }

    private ReadOnlyMemory<byte> End(bool isSnapshot)
    {
        json.WriteString(SelectName("stream_type", "st"), isSnapshot ? "SNAPSHOT" : "REALTIME");
        json.WriteEndObject();
        if (isList)
            json.WriteEndArray();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
