namespace Bokgi.Host.Platform.Logging;

/// <summary>
/// A file of log lines, such as <c>app.log</c>. When the file is full, it is renamed to <c>app.1.log</c>, the numbers of older files increase
/// by 1, and the oldest file is deleted. Lines that cannot be written are counted and dropped, so that a full disk stops no work.
/// </summary>
internal sealed class LogFile(string folder, string name, TimeProvider clock) : IDisposable
{
    public const string Extension = ".log";
    public const long MaximumBytes = 10 << 20;
    public const int MaximumFiles = 10;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private FileStream? file;
    private long length;
    private long droppedLines;
    private long? failedAt;

    /// <summary>Why lines cannot be written at present; null if they can.</summary>
    public string? Error { get; private set; }

    public string Path => PathOf(0);

    /// <summary>Writes a line, which ends with a line feed.</summary>
    /// <returns>The number of lines dropped since the last written line; null if this line is dropped, too.</returns>
    public long? Write(ReadOnlySpan<byte> line)
    {
        lock (gate)
        {
            try
            {
                if (failedAt is { } failed && clock.GetElapsedTime(failed) < RetryDelay)
                    return Drop();
                Open();
                if (length > 0 && length + line.Length > MaximumBytes)
                    Roll();
                file!.Write(line);
                length += line.Length;
                (failedAt, Error) = (null, null);
                var droppedBefore = droppedLines;
                droppedLines = 0;
                return droppedBefore;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Error = failure.Message;
                failedAt = clock.GetTimestamp();
                RemovePartialLine();
                return Drop();
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
            file?.Dispose();
    }

    // Returns null, which is the result of Write for a dropped line.
    private long? Drop()
    {
        droppedLines++;
        return null;
    }

    private void Open()
    {
        if (file is not null)
            return;
        Directory.CreateDirectory(folder);
        file = new FileStream(
            Path,
            FileMode.Append,
            FileAccess.Write,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0 // each line is passed to the operating system at once
        );
        length = file.Length;
        if (length > 0 && !EndsWithLineFeed())
        {
            file.Write("\n"u8); // ends the partial line of a process that was killed
            length++;
        }
    }

    private bool EndsWithLineFeed()
    {
        using var reader = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        reader.Position = reader.Length - 1;
        return reader.ReadByte() == '\n';
    }

    private void Roll()
    {
        file!.Dispose();
        file = null;
        File.Delete(PathOf(MaximumFiles - 1));
        for (var number = MaximumFiles - 2; number >= 0; number--)
        {
            if (File.Exists(PathOf(number)))
                File.Move(PathOf(number), PathOf(number + 1));
        }

        Open();
    }

    private void RemovePartialLine()
    {
        try
        {
            file?.SetLength(length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The partial line remains. The next write reopens the file and ends it, and readers skip it.
        }

        file?.Dispose();
        file = null;
    }

    private string PathOf(int number) =>
        System.IO.Path.Combine(
            folder,
            number == 0 ? name + Extension : string.Create(CultureInfo.InvariantCulture, $"{name}.{number}{Extension}")
        );
}
