using Bokgi.Host.PaperTrading.Feed;

namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>Encodes the candles of an entry in a session's log, and decodes them, without loss.</summary>
internal static class LogEntryCandles
{
    private const int CandleBytes = sizeof(long) + (5 * sizeof(double));
    private const int SessionCandleBytes = sizeof(ushort) + (2 * sizeof(bool)) + CandleBytes;

    /// <summary>Encodes the candles of one open time; symbols are stored by their index in the session.</summary>
    public static byte[] Encode(IReadOnlyList<SessionCandle> candles, IReadOnlyList<Symbol> symbols)
    {
        var indexes = symbols.Index().ToDictionary(indexed => indexed.Item, indexed => indexed.Index);
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        foreach (var candle in candles)
        {
            writer.Write((ushort)indexes[candle.Symbol]);
            writer.Write(candle.IsFetched);
            writer.Write(candle.IsLate);
            Write(writer, candle.Candle);
        }

        return memory.ToArray();
    }

    /// <summary>Encodes the warm-up candles of one symbol.</summary>
    public static byte[] Encode(IReadOnlyList<Candle> candles)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        foreach (var candle in candles)
            Write(writer, candle);
        return memory.ToArray();
    }

    /// <summary>Decodes the candles of one open time.</summary>
    /// <exception cref="InvalidDataException">The data are not encoded candles.</exception>
    public static IEnumerable<SessionCandle> DecodeSessionCandles(byte[] data, IReadOnlyList<Symbol> symbols)
    {
        using var reader = Open(data, SessionCandleBytes);
        while (reader.BaseStream.Position < data.Length)
        {
            var (index, isFetched, isLate) = (reader.ReadUInt16(), reader.ReadBoolean(), reader.ReadBoolean());
            if (index >= symbols.Count)
                throw new InvalidDataException($"a candle refers to symbol {index}, but there are only {symbols.Count}");
            yield return new SessionCandle(symbols[index], ReadCandle(reader), isFetched, isLate);
        }
    }

    /// <summary>Decodes the warm-up candles of one symbol.</summary>
    /// <exception cref="InvalidDataException">The data are not encoded candles.</exception>
    public static IEnumerable<Candle> DecodeCandles(byte[] data)
    {
        using var reader = Open(data, CandleBytes);
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

    private static BinaryReader Open(byte[] data, int itemBytes) =>
        data.Length % itemBytes == 0
            ? new BinaryReader(new MemoryStream(data))
            : throw new InvalidDataException($"{data.Length} bytes are not a whole number of candles");
}
