using System.Buffers;
using System.Text.Json;
using Bokgi.FakeExchange.Recording;
using Bokgi.Series;

namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>Formats messages, with long or short field names. A returned message is valid until the next call.</summary>
internal sealed class SocketFrames(bool isSimple, bool isList) : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter json = new(Stream.Null);

    public ReadOnlyMemory<byte> FormatTrade(RecordedMarket market, in GeneratedTrade trade, bool isSnapshot, long nowUtc)
    {
        Begin("trade", market);
        json.WriteNumber(Name("timestamp", "tms"), nowUtc / 1_000);
        json.WriteString(Name("trade_date", "td"), UpbitTime.Format(trade.TimeUtc, "yyyy-MM-dd"));
        json.WriteString(Name("trade_time", "ttm"), UpbitTime.Format(trade.TimeUtc, "HH:mm:ss"));
        json.WriteNumber(Name("trade_timestamp", "ttms"), trade.TimeMs);
        json.WriteNumber(Name("trade_price", "tp"), trade.Price);
        json.WriteNumber(Name("trade_volume", "tv"), trade.Quantity);
        json.WriteString(Name("ask_bid", "ab"), trade.IsBuy ? "BID" : "ASK");
        var previous = TickerData.PreviousDayClose(market, trade.TimeUtc) ?? trade.Price;
        json.WriteNumber(Name("prev_closing_price", "pcp"), previous);
        json.WriteString(
            Name("change", "c"),
            trade.Price > previous ? "RISE"
                : trade.Price < previous ? "FALL"
                : "EVEN"
        );
        json.WriteNumber(Name("change_price", "cp"), Math.Abs(trade.Price - previous));
        json.WriteNumber(Name("sequential_id", "sid"), trade.Id);
        var step = UpbitMarketsResponse.StepAt(market.Symbol.Quote, trade.Price);
        json.WriteNumber(Name("best_ask_price", "bap"), trade.IsBuy ? trade.Price : trade.Price + step);
        json.WriteNumber(Name("best_ask_size", "bas"), trade.Quantity);
        json.WriteNumber(Name("best_bid_price", "bbp"), trade.IsBuy ? trade.Price - step : trade.Price);
        json.WriteNumber(Name("best_bid_size", "bbs"), trade.Quantity);
        return End(isSnapshot);
    }

    public ReadOnlyMemory<byte> FormatTicker(RecordedMarket market, TickerData ticker, bool isSnapshot, long nowUtc)
    {
        Begin("ticker", market);
        var change = ticker.Price - ticker.PreviousClose;
        json.WriteNumber(Name("opening_price", "op"), ticker.DayBar.Open);
        json.WriteNumber(Name("high_price", "hp"), ticker.DayBar.High);
        json.WriteNumber(Name("low_price", "lp"), ticker.DayBar.Low);
        json.WriteNumber(Name("trade_price", "tp"), ticker.Price);
        json.WriteNumber(Name("prev_closing_price", "pcp"), ticker.PreviousClose);
        json.WriteString(
            Name("change", "c"),
            change > 0 ? "RISE"
                : change < 0 ? "FALL"
                : "EVEN"
        );
        json.WriteNumber(Name("change_price", "cp"), Math.Abs(change));
        json.WriteNumber(Name("signed_change_price", "scp"), change);
        json.WriteNumber(Name("change_rate", "cr"), Math.Round(Math.Abs(change) / ticker.PreviousClose, 10));
        json.WriteNumber(Name("signed_change_rate", "scr"), Math.Round(change / ticker.PreviousClose, 10));
        json.WriteNumber(Name("trade_volume", "tv"), ticker.LastTrade?.Quantity ?? 0);
        json.WriteNumber(Name("acc_trade_volume", "atv"), ticker.DayBar.Volume);
        json.WriteNumber(Name("acc_trade_volume_24h", "atv24h"), ticker.Last24HoursBar.Volume);
        json.WriteNumber(Name("acc_trade_price", "atp"), QuoteVolume(ticker.DayBar));
        json.WriteNumber(Name("acc_trade_price_24h", "atp24h"), QuoteVolume(ticker.Last24HoursBar));
        if (ticker.LastTrade is { } trade)
        {
            json.WriteString(Name("trade_date", "tdt"), UpbitTime.Format(trade.TimeUtc, "yyyyMMdd"));
            json.WriteString(Name("trade_time", "ttm"), UpbitTime.Format(trade.TimeUtc, "HHmmss"));
            json.WriteNumber(Name("trade_timestamp", "ttms"), trade.TimeMs);
            json.WriteString(Name("ask_bid", "ab"), trade.IsBuy ? "BID" : "ASK");
        }

        json.WriteString(Name("market_state", "ms"), "ACTIVE");
        json.WriteBoolean(Name("is_trading_suspended", "its"), false);
        json.WriteNull(Name("delisting_date", "dd"));
        json.WriteString(Name("market_warning", "mw"), "NONE");
        json.WriteNumber(Name("timestamp", "tms"), nowUtc / 1_000);
        return End(isSnapshot);
    }

    /// <summary>Writes a forming bar.</summary>
    public ReadOnlyMemory<byte> FormatCandle(string type, RecordedMarket market, in Candle bar, bool isSnapshot, long nowUtc)
    {
        Begin(type, market);
        json.WriteString(Name("candle_date_time_utc", "cdttmu"), UpbitTime.FormatUtc(bar.TimeUtc));
        json.WriteString(Name("candle_date_time_kst", "cdttmk"), UpbitTime.FormatKst(bar.TimeUtc));
        json.WriteNumber(Name("opening_price", "op"), bar.Open);
        json.WriteNumber(Name("high_price", "hp"), bar.High);
        json.WriteNumber(Name("low_price", "lp"), bar.Low);
        json.WriteNumber(Name("trade_price", "tp"), bar.Close);
        json.WriteNumber(Name("candle_acc_trade_volume", "catv"), bar.Volume);
        json.WriteNumber(Name("candle_acc_trade_price", "catp"), QuoteVolume(bar));
        json.WriteNumber(Name("timestamp", "tms"), nowUtc / 1_000);
        return End(isSnapshot);
    }

    public void Dispose() => json.Dispose();

    private static double QuoteVolume(in Candle bar) => bar.Volume * (bar.High + bar.Low + bar.Close) / 3;

    private string Name(string fullName, string shortName) => isSimple ? shortName : fullName;

    private void Begin(string type, RecordedMarket market)
    {
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        if (isList)
            json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString(Name("type", "ty"), type);
        json.WriteString(Name("code", "cd"), market.Symbol.QuoteFirstCode);
    }

    private ReadOnlyMemory<byte> End(bool isSnapshot)
    {
        json.WriteString(Name("stream_type", "st"), isSnapshot ? "SNAPSHOT" : "REALTIME");
        json.WriteEndObject();
        if (isList)
            json.WriteEndArray();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
