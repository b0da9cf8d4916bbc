using System.Buffers.Binary;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// An Arrow stream that checks each message before a reader sees it, because a damaged message of a few bytes can declare a buffer of any
/// size, which a reader would allocate. An Arrow file is eight bytes followed by such a stream.
/// </summary>
/// <remarks>
/// Format: https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format, and FlatBuffers for the messages themselves.
/// </remarks>
/// <param name="stream">The stream; disposed with this object.</param>
internal sealed class CheckedArrowStream(Stream stream) : Stream
{
    private const int MaxMetadataBytes = 4 << 20;
    private const int PrefixBytes = 8;
    private const int StructBytes = 16; // the size of a field node, and of the description of a buffer
    private const uint Continuation = 0xFFFF_FFFF;

    // Field numbers of the format's table Message.
    private const int HeaderKind = 1;
    private const int Header = 2;
    private const int BodyLength = 3;

    // Values of HeaderKind.
    private const int DictionaryBatch = 2;
    private const int RecordBatch = 3;

    // Field numbers of the table RecordBatch.
    private const int Nodes = 1;
    private const int Buffers = 2;

    // Field number of the table DictionaryBatch: the RecordBatch that holds the dictionary's values.
    private const int DataOfDictionary = 1;

    private byte[] frame = []; // the checked start of the current message
    private int servedBytes; // how many bytes of the frame the reader has received
    private long remainingBody; // how many bytes of the message's body the reader has not received

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="InvalidDataException">A message claims more than it can hold.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (servedBytes == frame.Length && remainingBody == 0)
            ReadFrame();
        if (servedBytes < frame.Length)
        {
            var count = Math.Min(buffer.Length, frame.Length - servedBytes);
            frame.AsSpan(servedBytes, count).CopyTo(buffer);
            servedBytes += count;
            return count;
        }

        var read = stream.Read(buffer[..(int)Math.Min(buffer.Length, remainingBody)]);
        remainingBody -= read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Dispose();
        base.Dispose(disposing);
    }

    // A frame is a marker, the length of the message's metadata, and the metadata. The body of the message follows the frame.
    private void ReadFrame()
    {
        (frame, servedBytes) = (new byte[PrefixBytes], 0);
        var read = stream.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false);
        if (read < frame.Length)
        {
            frame = frame[..read];
            return;
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(frame) != Continuation)
            throw new InvalidDataException("a message lacks its marker; files of Arrow before 0.15 are not supported");
        var length = BinaryPrimitives.ReadInt32LittleEndian(frame.AsSpan(4));
        if (length == 0)
            return; // the end of the stream
        if (length is < 0 or > MaxMetadataBytes)
            throw new InvalidDataException("a message claims to be larger than any valid one");
        Array.Resize(ref frame, PrefixBytes + length);
        stream.ReadExactly(frame.AsSpan(PrefixBytes));
        remainingBody = CheckAndGetBodyLength(frame.AsSpan(PrefixBytes));
    }

    private static long CheckAndGetBodyLength(ReadOnlySpan<byte> message)
    {
        var root = FollowOffset(message, 0);
        var lengthAt = FindField(message, root, BodyLength);
        var length = lengthAt > 0 ? BinaryPrimitives.ReadInt64LittleEndian(message[lengthAt..]) : 0;
        if (length < 0)
            throw new InvalidDataException("a message claims a body of negative length");
        var (kindAt, headerAt) = (FindField(message, root, HeaderKind), FindField(message, root, Header));
        if (kindAt <= 0 || headerAt <= 0)
            return length;
        var table = FollowOffset(message, headerAt);
        if (message[kindAt] == DictionaryBatch && FindField(message, table, DataOfDictionary) is > 0 and var dataAt)
            table = FollowOffset(message, dataAt);
        else if (message[kindAt] != RecordBatch)
            return length;
        CheckStructs(message, table, Nodes);
        CheckStructs(message, table, Buffers);
        return length;
    }

    // Checks that a list of field nodes or buffers fits into the message.
    private static void CheckStructs(ReadOnlySpan<byte> message, int table, int field)
    {
        var position = FindField(message, table, field);
        if (position <= 0)
            return;
        var vector = FollowOffset(message, position);
        var count = BinaryPrimitives.ReadUInt32LittleEndian(message[vector..]);
        if (count * (long)StructBytes > message.Length - vector)
            throw new InvalidDataException("a message claims more columns than it has");
    }

    private static int FollowOffset(ReadOnlySpan<byte> message, int position) =>
        checked(position + (int)BinaryPrimitives.ReadUInt32LittleEndian(message[position..]));

    // The position of a table's field, 0 if it is missing. FlatBuffers keeps the offsets of the fields in the table's vtable.
    private static int FindField(ReadOnlySpan<byte> message, int table, int number)
    {
        var vtable = table - BinaryPrimitives.ReadInt32LittleEndian(message[table..]);
        var slot = 4 + (2 * number); // a vtable begins with two sizes of two bytes each
        if (slot + 2 > BinaryPrimitives.ReadUInt16LittleEndian(message[vtable..]))
            return 0;
        var offset = BinaryPrimitives.ReadUInt16LittleEndian(message[(vtable + slot)..]);
        return offset == 0 ? 0 : table + offset;
    }
}
