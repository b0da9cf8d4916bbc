namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>Writes or reads a session's state with the same code, so that its fields are listed only once.</summary>
/// <remarks>When writing, <c>Value(x)</c> writes x and returns it. When reading, it ignores x and returns the value that it read.</remarks>
internal sealed class StateSerializer
{
    private readonly BinaryReader? reader;
    private readonly BinaryWriter? writer;

    private StateSerializer(BinaryReader? reader, BinaryWriter? writer, byte version)
    {
        (this.reader, this.writer) = (reader, writer);
        Version = Transfer(version, from => from.ReadByte(), (to, value) => to.Write(value));
    }

    /// <summary>The version of the format; in version 1 an account was a list of numbers.</summary>
    public byte Version { get; }
    public bool IsReading => reader is not null;

    public static byte[] Write(byte version, Action<StateSerializer> transfer)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        transfer(new StateSerializer(null, writer, version));
        writer.Flush();
        return memory.ToArray();
    }

    public static void Read(byte[] state, Action<StateSerializer> transfer)
    {
        using var reader = new BinaryReader(new MemoryStream(state));
        transfer(new StateSerializer(reader, null, version: default)); // the serializer reads the version from the state
    }

    public bool Value(bool value) => Transfer(value, from => from.ReadBoolean(), (to, value) => to.Write(value));

    public int Value(int value) => Transfer(value, from => from.ReadInt32(), (to, value) => to.Write(value));

    public long Value(long value) => Transfer(value, from => from.ReadInt64(), (to, value) => to.Write(value));

    public double Value(double value) => Transfer(value, from => from.ReadDouble(), (to, value) => to.Write(value));

    public decimal Value(decimal value) => Transfer(value, from => from.ReadDecimal(), (to, value) => to.Write(value));

    public Symbol Value(Symbol value) => Transfer(value, from => Symbol.Parse(from.ReadString()), (to, value) => to.Write(value.Code));

    public Candle Value(Candle value) => Transfer(value, LogEntryCandles.ReadCandle, (to, value) => LogEntryCandles.Write(to, value));

    public PairState Value(PairState value) =>
        new(
            Value(value.Strategy),
            Version == 1 ? AccountState.FromVersion1(Value([])) : Value(value.Account),
            Value(value.IsPaused),
            Value(value.LastClose),
            Value(value.LastEndUtc)
        );

    public List<T> Values<T>(IReadOnlyList<T> values, Func<T, T> transfer)
    {
        var count = Value(values.Count);
        var transferred = new List<T>();
        for (var i = 0; i < count; i++)
            transferred.Add(transfer(reader is null ? values[i] : default!));
        return transferred;
    }

    private AccountState Value(AccountState value) =>
        new()
        {
            Cash = Value(value.Cash),
            Bar = Value(value.Bar),
            UnfilledEntries = Value(value.UnfilledEntries),
            TooSmallEntries = Value(value.TooSmallEntries),
            PendingConfidence = Optional(value.PendingConfidence, Value),
            Position = Optional(value.Position, Value),
        };

    private OpenPosition Value(OpenPosition value) =>
        new()
        {
            EntryBar = Value(value.EntryBar),
            EntryTimeUtc = Value(value.EntryTimeUtc),
            RawEntryPrice = Value(value.RawEntryPrice),
            EntryPrice = Value(value.EntryPrice),
            Quantity = Value(value.Quantity),
            EntryFeeRate = Value(value.EntryFeeRate),
            EntryCost = Value(value.EntryCost),
            Confidence = Value(value.Confidence),
            HighestPrice = Value(value.HighestPrice),
            LowestPrice = Value(value.LowestPrice),
        };

    private T? Optional<T>(T? value, Func<T, T> transfer)
        where T : struct => Value(value is not null) ? transfer(value ?? default) : null;

    private double[] Value(double[] values)
    {
        var count = Value(values.Length);
        if (reader is not null && (count < 0 || count > (reader.BaseStream.Length - reader.BaseStream.Position) / sizeof(double)))
            throw new InvalidDataException($"a state of {count} numbers is longer than what was saved");
        var transferred = reader is null ? values : new double[count];
        for (var i = 0; i < count; i++)
            transferred[i] = Value(transferred[i]);
        return transferred;
    }

    private T Transfer<T>(T value, Func<BinaryReader, T> read, Action<BinaryWriter, T> write)
    {
        if (reader is not null)
            return read(reader);
        write(writer!, value);
        return value;
    }
}
