using Bokgi.Host.PaperTrading.Sessions;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>Candles as an entry of the log holds them, bit for bit.</summary>
internal static class EntryData
{
    /// <summary>The candles of one time, of symbols by their place in the session.</summary>
    public static byte[] Of(IReadOnlyList<SessionCandle> candles, IReadOnlyList<Symbol> symbols)
    {
        var places = symbols.Index().ToDictionary(each => each.Item, each => each.Index);
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        foreach (var candle in candles)
        {
            writer.Write((ushort)places[candle.Symbol]);
            writer.Write(candle.IsFetched);
            writer.Write(candle.IsLate);
            Write(writer, candle.Candle);
        }

        return memory.ToArray();
    }

    /// <summary>Candles of one symbol.</summary>
    public static byte[] Of(IReadOnlyList<Candle> candles)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        foreach (var candle in candles)
            Write(writer, candle);
        return memory.ToArray();
    }

    /// <summary>Reads what <see cref="Of(IReadOnlyList{SessionCandle}, IReadOnlyList{Symbol})"/> gave.</summary>
    public static IEnumerable<SessionCandle> ReadBars(byte[] data, IReadOnlyList<Symbol> symbols)
    {
        using var reader = new BinaryReader(new MemoryStream(data));
        while (reader.BaseStream.Position < data.Length)
        {
            var (symbol, isFetched, isLate) = (symbols[reader.ReadUInt16()], reader.ReadBoolean(), reader.ReadBoolean());
            yield return new SessionCandle(symbol, ReadCandle(reader), isFetched, isLate);
        }
    }

    /// <summary>Reads what <see cref="Of(IReadOnlyList{Candle})"/> gave.</summary>
    public static IEnumerable<Candle> ReadCandles(byte[] data)
    {
        using var reader = new BinaryReader(new MemoryStream(data));
        while (reader.BaseStream.Position < data.Length)
            yield return ReadCandle(reader);
    }

    public static void Write(BinaryWriter writer, in Candle candle)
    {
        writer.Write(candle.TimeUtc);
        writer.Write(candle.Open);
        writer.Write(candle.High);
        writer.Write(candle.Low);
        writer.Write(candle.Close);
        writer.Write(candle.Volume);
    }

    public static Candle ReadCandle(BinaryReader reader) =>
        new(reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
}
