using Bokgi.Host.Platform.Logging;

namespace Bokgi.Host.Monitoring.Logs;

/// <summary>Reads the lines of a log file backwards, newest first, in blocks, so that the newest lines of a large file cost little.</summary>
internal sealed class LogFileReader(string path)
{
    private const int BlockBytes = 1 << 16;
    private const byte LineFeed = (byte)'\n';

    private readonly string process = LogFolder.Parse(path).Process;

    /// <summary>The lines that were complete when reading began; half a line at the end is no JSON and is left out.</summary>
    public IEnumerable<LogLineDocument> NewestFirst()
    {
        using var file = TryOpen();
        if (file is null)
            yield break;
        var position = file.Length;
        var rest = Array.Empty<byte>(); // the end of a line that begins in the block before
        while (position > 0)
        {
            var count = (int)Math.Min(BlockBytes, position);
            var block = new byte[count + rest.Length];
            position -= count;
            file.Position = position;
            if (file.ReadAtLeast(block.AsSpan(0, count), count, throwOnEndOfStream: false) < count)
                yield break; // it was cut off after half a line could not be written
            rest.CopyTo(block, count);
            var end = block.Length;
            while (end > 0 && block.AsSpan(0, end - 1).LastIndexOf(LineFeed) is >= 0 and var feed)
            {
                if (LogLineDocument.Read(block.AsSpan(feed + 1, end - feed - 1), process) is { } line)
                    yield return line;
                end = feed + 1;
            }

            rest = block[..end];
        }

        if (LogLineDocument.Read(rest, process) is { } first)
            yield return first;
    }

    // The file may have been deleted since it was listed, or belong to another user.
    private FileStream? TryOpen()
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
